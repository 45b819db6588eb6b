import type { Skeleton } from '../../../api/types'
import { type Kind, kindOf } from '../../../design/kind'

/**
 * A trace ready to be drawn. A *row* is an index into the skeleton's columns; a *position* is a place in display order
 * (depth first). Everything is computed once, in O(n), and kept in typed arrays: 25,000 steps cost a few milliseconds.
 */
export interface TraceModel {
  skeleton: Skeleton
  size: number
  kinds: Kind[]
  /** Row at each position. */
  order: Int32Array
  /** Position of each row. */
  position: Int32Array
  parent: Int32Array
  depth: Int32Array
  /** For each position, the position after its last descendant. */
  subtreeEnd: Int32Array
  /** Start and end of each row in µs since the epoch; a row without an end ends with its last descendant. */
  start: Float64Array
  end: Float64Array
  /** Tokens and cost of each row with everything below it; the cost is NaN where no price is known at all. */
  tokens: Float64Array
  cost: Float64Array
  /** Errors below each row, itself included. */
  errors: Int32Array
  /** Rows that are errors themselves, the innermost of each failure, in display order. */
  errorRows: number[]
  /** Number of each turn within its trace, from 1; 0 for other rows. */
  turnNumber: Int32Array
  /** Rows whose parent has not arrived. */
  orphans: ReadonlySet<number>
  /** Whether the page's own trace has a step that is a root of its own. */
  hasRoot: boolean
  maxDepth: number
  startUs: number
  endUs: number
  rowOf: Map<string, number>
}

export function buildTraceModel(skeleton: Skeleton): TraceModel {
  const size = skeleton.ids.length
  const parent = sanitisedParents(skeleton.parents, size)
  const { order, position, depth, subtreeEnd } = depthFirst(parent, size)
  const start = Float64Array.from(skeleton.startsUs)
  const end = new Float64Array(size).fill(Number.NaN)
  const tokens = Float64Array.from(skeleton.tokensTotal)
  const cost = new Float64Array(size)
  const errors = new Int32Array(size)
  const errorRows: number[] = []
  const isError = (row: number) => skeleton.levels[row] === 'ERROR'
  // As the server counts: what fails because of a step right below it is one failure with it.
  const repeated = new Set(parent.filter((above, row) => above >= 0 && isError(row)))

  for (let row = 0; row < size; row += 1) {
    const recorded = skeleton.endsUs[row]
    if (recorded !== null && recorded !== undefined) end[row] = Math.max(recorded, at(start, row))
    cost[row] = skeleton.costsUsd[row] ?? Number.NaN
    errors[row] = isError(row) && !repeated.has(row) ? 1 : 0
  }
  let startUs = Number.POSITIVE_INFINITY
  let endUs = Number.NEGATIVE_INFINITY
  for (let place = size - 1; place >= 0; place -= 1) {
    const row = at(order, place)
    // Everything below has been added by now, so a missing end is known from the descendants.
    if (Number.isNaN(at(end, row))) end[row] = at(start, row)
    startUs = Math.min(startUs, at(start, row))
    endUs = Math.max(endUs, at(end, row))
    const above = at(parent, row)
    if (above < 0) continue
    tokens[above] = at(tokens, above) + at(tokens, row)
    cost[above] = addKnown(at(cost, above), at(cost, row))
    errors[above] = at(errors, above) + at(errors, row)
    if (skeleton.endsUs[above] === null || skeleton.endsUs[above] === undefined) {
      const known = at(end, above)
      end[above] = Number.isNaN(known) ? at(end, row) : Math.max(known, at(end, row))
    }
  }
  for (const row of order) if (isError(row) && !repeated.has(row)) errorRows.push(row)

  const orphans = new Set(skeleton.orphans)
  const hasRoot = skeleton.traceIds.some(
    (trace, row) => trace === skeleton.traceId && at(parent, row) < 0 && !orphans.has(row),
  )
  const kinds = skeleton.types.map((type, row) => kindOf(type, skeleton.kinds[row] ?? ''))
  return {
    skeleton,
    size,
    kinds,
    turnNumber: numberTurns(skeleton, kinds),
    order,
    position,
    parent,
    depth,
    subtreeEnd,
    start,
    end,
    tokens,
    cost,
    errors,
    errorRows,
    orphans,
    hasRoot,
    maxDepth: depth.reduce((most, one) => Math.max(most, one), 0),
    startUs: size ? startUs : 0,
    endUs: size ? endUs : 0,
    rowOf: new Map(skeleton.ids.map((id, row) => [id, row])),
  }
}

function numberTurns(skeleton: Skeleton, kinds: Kind[]): Int32Array {
  const numbers = new Int32Array(kinds.length)
  const counts = new Map<string, number>()
  kinds.forEach((kind, row) => {
    if (kind !== 'turn') return
    const trace = skeleton.traceIds[row] ?? ''
    const number = (counts.get(trace) ?? 0) + 1
    counts.set(trace, number)
    numbers[row] = number
  })
  return numbers
}

/** An element that is known to be there. */
export function at(values: Int32Array | Float64Array, index: number): number {
  return values[index] as number
}

function addKnown(one: number, other: number): number {
  if (Number.isNaN(one)) return other
  return Number.isNaN(other) ? one : one + other
}

function sanitisedParents(parents: number[], size: number): Int32Array {
  const parent = new Int32Array(size).fill(-1)
  for (let row = 0; row < size; row += 1) {
    const above = parents[row] ?? -1
    parent[row] = above >= 0 && above < size && above !== row ? above : -1
  }
  return parent
}

/** Display order without recursion. Rows of a cycle, which no sound sender makes, become roots rather than vanish. */
function depthFirst(parent: Int32Array, size: number) {
  const firstChild = new Int32Array(size).fill(-1)
  const nextSibling = new Int32Array(size).fill(-1)
  for (let row = size - 1; row >= 0; row -= 1) {
    const above = at(parent, row)
    if (above < 0) continue
    nextSibling[row] = at(firstChild, above)
    firstChild[above] = row
  }
  const order = new Int32Array(size)
  const position = new Int32Array(size).fill(-1)
  const depth = new Int32Array(size)
  const subtreeEnd = new Int32Array(size)
  let filled = 0
  const walk = (root: number) => {
    let row = root
    while (row >= 0) {
      position[row] = filled
      order[filled] = row
      filled += 1
      const child = at(firstChild, row)
      if (child >= 0 && at(position, child) < 0) {
        depth[child] = at(depth, row) + 1
        row = child
        continue
      }
      while (row >= 0) {
        subtreeEnd[at(position, row)] = filled
        if (row === root) return
        const next = at(nextSibling, row)
        if (next >= 0 && at(position, next) < 0) {
          depth[next] = at(depth, row)
          row = next
          break
        }
        row = at(parent, row)
      }
    }
  }
  for (let row = 0; row < size; row += 1) if (at(parent, row) < 0) walk(row)
  for (let row = 0; row < size; row += 1) {
    if (at(position, row) >= 0) continue
    parent[row] = -1
    walk(row)
  }
  return { order, position, depth, subtreeEnd }
}

/** The rows that are shown, in display order, when some are collapsed and a filter marks others with 0. */
export function visibleRows(
  model: TraceModel,
  collapsed: ReadonlySet<number>,
  marks: Uint8Array | null = null,
): Int32Array {
  if (collapsed.size === 0 && !marks) return model.order
  const shown = new Int32Array(model.size)
  let count = 0
  for (let place = 0; place < model.size; ) {
    const row = at(model.order, place)
    if (marks && marks[row] === 0) {
      // What is not even on the way to a match has no match below it.
      place = at(model.subtreeEnd, place)
      continue
    }
    shown[count] = row
    count += 1
    place = collapsed.has(row) ? at(model.subtreeEnd, place) : place + 1
  }
  return shown.subarray(0, count)
}

/** Whether a row has steps below it. */
export function hasChildren(model: TraceModel, row: number): boolean {
  const place = at(model.position, row)
  return at(model.subtreeEnd, place) > place + 1
}

/** The collapsed set with everything above a row opened, so that the row can be seen. */
export function revealing(
  model: TraceModel,
  collapsed: ReadonlySet<number>,
  row: number,
): ReadonlySet<number> {
  let next: Set<number> | null = null
  for (let above = at(model.parent, row); above >= 0; above = at(model.parent, above)) {
    if (!collapsed.has(above)) continue
    next ??= new Set(collapsed)
    next.delete(above)
  }
  return next ?? collapsed
}

/** Rows whose name, preview, model or status contains the text, or whose id is the text, in display order. */
export function findRows(model: TraceModel, text: string): number[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  const { ids, names, previews, models, statusMessages } = model.skeleton
  const found: number[] = []
  for (const row of model.order) {
    if (
      names[row]?.toLowerCase().includes(wanted) ||
      previews[row]?.toLowerCase().includes(wanted) ||
      models[row]?.toLowerCase().includes(wanted) ||
      statusMessages[row]?.toLowerCase().includes(wanted) ||
      ids[row]?.toLowerCase() === wanted
    ) {
      found.push(row)
    }
  }
  return found
}
