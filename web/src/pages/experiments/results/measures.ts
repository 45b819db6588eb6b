import { type Cell, type Metric, metricOf, type Row } from './comparison'
import { readBelow, type Shown, type Sort } from './search'

// Times and prices always differ a little: only a twentieth is a change.
const SLACK = 0.05

/** What rows are measured by. */
export interface Yardstick {
  metrics: readonly Metric[]
  /** Names of scores of which less is better. */
  lower: ReadonlySet<string>
  /** How far the values of each metric lie apart: a step of a mark from 1 to 5 is less than one from 0 to 1. */
  scales: ReadonlyMap<Metric, number>
  /** Place of the one experiment that is held against the baseline; left out, any. */
  against?: number
  /** An item that fails is worse than one that does not, whether or not it could be scored. */
  withFailures?: boolean
}

export const yardstickOf = (
  rows: readonly Row[],
  metrics: readonly Metric[],
  lower: ReadonlySet<string>,
  more: Pick<Yardstick, 'against' | 'withFailures'> = {},
): Yardstick => ({
  metrics,
  lower,
  scales: new Map(metrics.map((metric) => [metric, spreadOf(rows, metric)])),
  ...more,
})

function spreadOf(rows: readonly Row[], metric: Metric): number {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    for (const cell of row.cells) {
      const value = metricOf(cell, metric)
      if (value === null) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  return high > low ? high - low : 1
}

/**
 * How much better a value is than the baseline's: positive is better, 0 equal, null where one of them is missing.
 * `lower` holds the names of scores of which less is better.
 */
export function gain(
  base: number | null,
  value: number | null,
  metric: Metric,
  lower: ReadonlySet<string>,
): number | null {
  if (base === null || value === null) return null
  const isMeasured = metric === 'latency' || metric === 'cost'
  const change = value - base
  const slack = isMeasured ? SLACK * Math.max(Math.abs(base), Math.abs(value)) : 1e-9
  if (Math.abs(change) <= slack) return 0
  return isMeasured || lower.has(metric.slice('score:'.length)) ? -change : change
}

/** The cells of a row that are held against the baseline. */
const candidates = (row: Row, { against }: Yardstick): readonly (Cell | undefined)[] =>
  against === undefined ? row.cells.slice(1) : [row.cells[against]]

/** The worst and the best gain over the baseline in a row, as parts of what there is; null without any. */
export function gainsOf(row: Row, by: Yardstick): { worst: number; best: number } | null {
  const [base] = row.cells
  const parts: number[] = []
  for (const cell of candidates(row, by)) {
    if (by.withFailures && base?.hasArrived && cell?.hasArrived && base.isError !== cell.isError) {
      parts.push(cell.isError ? -1 : 1)
    }
    for (const metric of by.metrics) {
      const one = gain(metricOf(base, metric), metricOf(cell, metric), metric, by.lower)
      if (one !== null) parts.push(one / (by.scales.get(metric) ?? 1))
    }
  }
  return parts.length ? { worst: Math.min(...parts), best: Math.max(...parts) } : null
}

export type Verdict = 'better' | 'worse' | 'mixed'

/** What became of an item; null when nothing changed, or nothing can be compared. */
export function verdictOf(row: Row, at: number, by: Yardstick): Verdict | null {
  const gains = gainsOf(row, { ...by, against: at })
  if (!gains) return null
  if (gains.worst < 0) return gains.best > 0 ? 'mixed' : 'worse'
  return gains.best > 0 ? 'better' : null
}

export interface Tally {
  wins: number
  losses: number
  ties: number
}

/** In how many items an experiment is better, worse and equal to the baseline. */
export function tallyOf(rows: readonly Row[], at: number, metric: Metric, lower: ReadonlySet<string>): Tally {
  const tally: Tally = { wins: 0, losses: 0, ties: 0 }
  for (const row of rows) {
    const one = gain(metricOf(row.cells[0], metric), metricOf(row.cells[at], metric), metric, lower)
    if (one === null) continue
    if (one > 0) tally.wins += 1
    else if (one < 0) tally.losses += 1
    else tally.ties += 1
  }
  return tally
}

export interface Narrowing {
  show?: Shown
  by: Yardstick
  below?: string
  /** Keys of the rows that a search left; undefined without a search. */
  found?: ReadonlySet<string>
}

/** Whether a row is of a kind. */
export function isShown(row: Row, show: Shown, by: Yardstick): boolean {
  if (show === 'errors') return row.cells.some((cell) => cell?.isError)
  if (show === 'missing') return row.cells.some((cell) => cell === undefined)
  const gains = gainsOf(row, by)
  if (!gains) return false
  return show === 'worse' ? gains.worst < 0 : gains.best > 0
}

/** The rows that are left. */
export function narrowed(rows: readonly Row[], { show, by, below, found }: Narrowing): Row[] {
  const limit = below ? readBelow(below) : null
  return rows.filter((row) => {
    if (found && !found.has(row.key)) return false
    if (show && !isShown(row, show, by)) return false
    if (!limit) return true
    return row.cells.some((cell) => {
      const value = metricOf(cell, `score:${limit.name}`)
      return value !== null && value < limit.bound
    })
  })
}

/** The rows in an order; those that have nothing to be ordered by come last. */
export function sorted(rows: readonly Row[], sort: Sort, by: Yardstick): Row[] {
  if (sort === 'order') return [...rows]
  const keys = new Map(rows.map((row) => [row.key, sortKey(row, sort, by)]))
  return [...rows].sort((a, b) => {
    const one = keys.get(a.key) ?? null
    const other = keys.get(b.key) ?? null
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    return one - other
  })
}

function sortKey(row: Row, sort: Sort, by: Yardstick): number | null {
  if (sort === 'worst') return gainsOf(row, by)?.worst ?? null
  if (sort === 'best') {
    const best = gainsOf(row, by)?.best
    return best === undefined ? null : -best
  }
  if (sort === 'lowest') {
    const values = row.cells.flatMap((cell) =>
      by.metrics.map((metric) => metricOf(cell, metric)).filter((value) => value !== null),
    )
    return values.length ? Math.min(...values) : null
  }
  const metric = sort === 'slowest' ? 'latency' : 'cost'
  const values = row.cells.map((cell) => metricOf(cell, metric)).filter((value) => value !== null)
  return values.length ? -Math.max(...values) : null
}
