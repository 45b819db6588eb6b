import type { Kind } from '../../../design/kind'
import type { MinLevel } from '../search'
import { at, type TraceModel } from './traceModel'

/** Which steps to show; no kinds means all of them, `DEBUG` all levels. */
export interface StepFilter {
  kinds: Kind[]
  level: MinLevel | 'DEBUG'
}

const RANKS: Record<string, number> = { DEBUG: 0, DEFAULT: 1, WARNING: 2, ERROR: 3 }

/** What a row is to a filter. */
export const HIDDEN = 0
/** Shown only because a step below it matches. */
export const ON_THE_WAY = 1
export const MATCHING = 2

/** For each row what it is to the filter; null when everything is shown. O(n). */
export function applyFilter(model: TraceModel, filter: StepFilter): Uint8Array | null {
  if (filter.kinds.length === 0 && filter.level === 'DEBUG') return null
  const kinds = new Set(filter.kinds)
  const least = RANKS[filter.level] ?? 0
  const { levels } = model.skeleton
  const marks = new Uint8Array(model.size)
  for (let place = model.size - 1; place >= 0; place -= 1) {
    const row = at(model.order, place)
    const isWanted =
      (kinds.size === 0 || kinds.has(model.kinds[row] ?? 'span')) && (RANKS[levels[row] ?? ''] ?? 1) >= least
    if (isWanted) marks[row] = MATCHING
    const above = at(model.parent, row)
    if (marks[row] !== HIDDEN && above >= 0 && marks[above] === HIDDEN) marks[above] = ON_THE_WAY
  }
  return marks
}
