import type { Comparison } from '../../../api/experiments'
import { readBelow, type Shown, type Sort } from './search'

export interface CellScore {
  dataType: 'NUMERIC' | 'BOOLEAN' | 'CATEGORICAL'
  value: number | null
  category: string | null
}

/** What one experiment did with one item. */
export interface Cell {
  itemId: string
  traceId: string
  observationId: string
  latencyMs: number | null
  costUsd: number | null
  tokens: number
  isError: boolean
  hasArrived: boolean
  repeats: number
  scores: ReadonlyMap<string, CellScore>
}

/** An item with what each experiment did with it, in the order of the experiments. */
export interface Row {
  key: string
  cells: readonly (Cell | undefined)[]
}

/** What items are compared by: `score:<name>`, `latency`, `cost`, or any score. */
export type Metric = string

/** The answer's columns as rows. */
export function rowsOf(comparison: Comparison): Row[] {
  const rows = comparison.rows.map((key) => ({
    key,
    cells: new Array<Cell | undefined>(comparison.runs.length).fill(undefined),
  }))
  comparison.runs.forEach((run, at) => {
    run.item.forEach((place, n) => {
      const row = rows[place]
      if (!row) return
      const scores = new Map<string, CellScore>()
      for (const { name, dataType, values, categories } of run.scores) {
        const value = values[n] ?? null
        const category = categories[n] ?? null
        if (value !== null || category !== null) scores.set(name, { dataType, value, category })
      }
      row.cells[at] = {
        itemId: run.itemId[n] ?? '',
        traceId: run.traceId[n] ?? '',
        observationId: run.observationId[n] ?? '',
        latencyMs: run.latencyMs[n] ?? null,
        costUsd: run.costUsd[n] ?? null,
        tokens: run.tokens[n] ?? 0,
        isError: run.isError[n] ?? false,
        hasArrived: run.hasArrived[n] ?? false,
        repeats: run.repeats[n] ?? 1,
        scores,
      }
    })
  })
  return rows
}

/** Names of the scores that can be compared as numbers, and of all others. */
export function scoresOf(comparison: Comparison): { numeric: string[]; others: string[] } {
  const numeric = new Set<string>()
  const others = new Set<string>()
  for (const run of comparison.runs) {
    for (const { name, dataType } of run.scores) (dataType === 'CATEGORICAL' ? others : numeric).add(name)
  }
  return { numeric: [...numeric].sort(), others: [...others].filter((one) => !numeric.has(one)).sort() }
}

/** The number that a cell has for a metric; null without one. */
export function metricOf(cell: Cell | undefined, metric: Metric): number | null {
  if (!cell) return null
  if (metric === 'latency') return cell.latencyMs
  if (metric === 'cost') return cell.costUsd
  const score = cell.scores.get(metric.slice('score:'.length))
  return score && score.dataType !== 'CATEGORICAL' ? score.value : null
}

// Times and prices always differ a little: only a twentieth is a change.
const SLACK = 0.05

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

/** The worst and the best gain over the baseline that any other experiment has in a row; null without any. */
export function gainsOf(
  row: Row,
  metrics: readonly Metric[],
  lower: ReadonlySet<string>,
): { worst: number; best: number } | null {
  let found: { worst: number; best: number } | null = null
  for (const metric of metrics) {
    const base = metricOf(row.cells[0], metric)
    for (const cell of row.cells.slice(1)) {
      const one = gain(base, metricOf(cell, metric), metric, lower)
      if (one === null) continue
      found = found
        ? { worst: Math.min(found.worst, one), best: Math.max(found.best, one) }
        : { worst: one, best: one }
    }
  }
  return found
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
  metrics: readonly Metric[]
  lower: ReadonlySet<string>
  below?: string
  /** Keys of the rows that a search left; undefined without a search. */
  found?: ReadonlySet<string>
}

/** Whether a row is of a kind. */
export function isShown(
  row: Row,
  show: Shown,
  metrics: readonly Metric[],
  lower: ReadonlySet<string>,
): boolean {
  if (show === 'errors') return row.cells.some((cell) => cell?.isError)
  const gains = gainsOf(row, metrics, lower)
  if (!gains) return false
  return show === 'worse' ? gains.worst < 0 : gains.best > 0
}

/** The rows that are left. */
export function narrowed(rows: readonly Row[], { show, metrics, lower, below, found }: Narrowing): Row[] {
  const limit = below ? readBelow(below) : null
  return rows.filter((row) => {
    if (found && !found.has(row.key)) return false
    if (show && !isShown(row, show, metrics, lower)) return false
    if (!limit) return true
    return row.cells.some((cell) => {
      const value = metricOf(cell, `score:${limit.name}`)
      return value !== null && value < limit.bound
    })
  })
}

/** The rows in an order; those that have nothing to be ordered by come last. */
export function sorted(
  rows: readonly Row[],
  sort: Sort,
  metrics: readonly Metric[],
  lower: ReadonlySet<string>,
): Row[] {
  if (sort === 'order') return [...rows]
  const keys = new Map(rows.map((row) => [row.key, sortKey(row, sort, metrics, lower)]))
  return [...rows].sort((a, b) => {
    const one = keys.get(a.key) ?? null
    const other = keys.get(b.key) ?? null
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    return one - other
  })
}

function sortKey(
  row: Row,
  sort: Sort,
  metrics: readonly Metric[],
  lower: ReadonlySet<string>,
): number | null {
  if (sort === 'worst') return gainsOf(row, metrics, lower)?.worst ?? null
  if (sort === 'best') {
    const best = gainsOf(row, metrics, lower)?.best
    return best === undefined ? null : -best
  }
  if (sort === 'lowest') {
    const values = row.cells.flatMap((cell) =>
      metrics.map((metric) => metricOf(cell, metric)).filter((value) => value !== null),
    )
    return values.length ? Math.min(...values) : null
  }
  const metric = sort === 'slowest' ? 'latency' : 'cost'
  const values = row.cells.map((cell) => metricOf(cell, metric)).filter((value) => value !== null)
  return values.length ? -Math.max(...values) : null
}
