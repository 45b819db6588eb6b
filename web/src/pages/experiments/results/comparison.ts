import type { Comparison } from '../../../api/experiments'

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
