import { longPauses } from './timeScale'
import { at, hasChildren, type TraceModel } from './traceModel'

/** Where the time of a trace went, in µs. Parallel steps of one kind count once. */
export interface TimeSpent {
  model: number
  tools: number
  /** Neither, within a turn: waiting for approval, and the agent itself. */
  other: number
  /** Long pauses in which nothing ran. */
  idle: number
  /** All but the idle time. */
  active: number
}

export function timeSpent(model: TraceModel): TimeSpent {
  const isModel = (row: number) => model.kinds[row] === 'model' || model.kinds[row] === 'embedding'
  const isTool = (row: number) => model.kinds[row] === 'tool' || model.kinds[row] === 'retriever'
  const idle = longPauses(model).reduce((sum, pause) => sum + pause.endUs - pause.startUs, 0)
  const active = model.endUs - model.startUs - idle
  const busy = covered(model, (row) => isModel(row) || isTool(row))
  return {
    model: covered(model, isModel),
    tools: covered(model, isTool),
    other: Math.max(0, active - busy),
    idle,
    active,
  }
}

/** Time during which at least one of the wanted steps ran. */
function covered(model: TraceModel, isWanted: (row: number) => boolean): number {
  const rows: number[] = []
  for (let row = 0; row < model.size; row += 1) if (isWanted(row)) rows.push(row)
  rows.sort((one, other) => at(model.start, one) - at(model.start, other))
  let sum = 0
  let until = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const end = at(model.end, row)
    if (end <= until) continue
    sum += end - Math.max(until, at(model.start, row))
    until = end
  }
  return sum
}

/** The leaf steps that took longest. */
export function slowestRows(model: TraceModel, count: number): number[] {
  const length = (row: number) => at(model.end, row) - at(model.start, row)
  const rows: number[] = []
  for (let row = 0; row < model.size; row += 1) {
    if (hasChildren(model, row) || length(row) <= 0) continue
    if (rows.length === count && length(row) <= length(rows[count - 1] as number)) continue
    rows.push(row)
    rows.sort((one, other) => length(other) - length(one))
    rows.length = Math.min(rows.length, count)
  }
  return rows
}
