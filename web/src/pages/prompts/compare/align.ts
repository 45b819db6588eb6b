import type { PromptMessage } from '../messages'

/** Two entries that belong together, or one that has no other; the numbers are places in the two lists. */
export interface Pair {
  before?: number
  after?: number
  /** Whether it stands elsewhere among those that belong together. */
  isMoved: boolean
}

/** From this share of common words on, two messages are taken for one that was changed. */
const ALIKE = 0.5
/** More comparisons than this are not made: what is left is then matched by its place alone. */
const MAX_COMPARED = 1_000_000
const MAX_SCORED = 10_000
const WORD = /\p{Ideographic}|(?:(?!\p{Ideographic})[\p{L}\p{N}_])+/gu

/**
 * Which entry of one chat became which of another: the same ones first, then those whose texts are alike, then those
 * of one role in the same place. In the order of `after`, with what is gone where it was.
 */
export function align(before: readonly PromptMessage[], after: readonly PromptMessage[]): Pair[] {
  const matching = new Matching(before.length, after.length)
  matchSame(before.map(keyOf), after.map(keyOf), matching)
  matchAlike(before, after, matching)
  const steady = steadyOf(matching)
  matchPlaces(before, after, matching, steady)
  return listed(matching, steady)
}

/** What two entries must share to be the same. */
export function keyOf(entry: PromptMessage): string {
  if (entry.kind === 'placeholder') return JSON.stringify([entry.name])
  return JSON.stringify([entry.role, entry.content, restText(entry)])
}

/** What providers know of a message beside role and content, as JSON; empty when there is nothing. */
export function restText(entry: PromptMessage): string {
  if (entry.kind === 'placeholder') return ''
  const { type: _, ...rest } = entry.rest ?? {}
  return Object.keys(rest).length ? JSON.stringify(rest, null, 2) : ''
}

class Matching {
  readonly afterOf: (number | undefined)[]
  readonly beforeOf: (number | undefined)[]

  constructor(before: number, after: number) {
    this.afterOf = new Array(before).fill(undefined)
    this.beforeOf = new Array(after).fill(undefined)
  }

  join(before: number, after: number): void {
    this.afterOf[before] = after
    this.beforeOf[after] = before
  }

  isFree(before: number, after: number): boolean {
    return this.afterOf[before] === undefined && this.beforeOf[after] === undefined
  }

  /** Places that are not matched yet. */
  get free(): { before: number[]; after: number[] } {
    const open = (of: readonly (number | undefined)[]) =>
      of.flatMap((other, place) => (other === undefined ? [place] : []))
    return { before: open(this.afterOf), after: open(this.beforeOf) }
  }
}

/** Equal entries: the longest common row of them, then those that stand elsewhere. */
function matchSame(before: readonly string[], after: readonly string[], matching: Matching): void {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start])
    matching.join(start, start++)
  let [i, j] = [before.length - 1, after.length - 1]
  while (i >= start && j >= start && before[i] === after[j]) matching.join(i--, j--)
  const [rows, columns] = [i + 1 - start, j + 1 - start]
  if (rows * columns <= MAX_COMPARED) {
    const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1))
    const at = (row: number, column: number) => lengths[row]?.[column] ?? 0
    for (let row = rows - 1; row >= 0; row -= 1)
      for (let column = columns - 1; column >= 0; column -= 1)
        (lengths[row] as Uint32Array)[column] =
          before[start + row] === after[start + column]
            ? at(row + 1, column + 1) + 1
            : Math.max(at(row + 1, column), at(row, column + 1))
    for (let row = 0, column = 0; row < rows && column < columns; ) {
      if (before[start + row] === after[start + column]) matching.join(start + row++, start + column++)
      else if (at(row + 1, column) >= at(row, column + 1)) row += 1
      else column += 1
    }
  }
  const { before: left, after: right } = matching.free
  const places = new Map<string, number[]>()
  for (const place of right) {
    const key = after[place] as string
    places.set(key, [...(places.get(key) ?? []), place])
  }
  for (const place of left) {
    const other = places.get(before[place] as string)?.shift()
    if (other !== undefined) matching.join(place, other)
  }
}

/** Messages with enough words in common; the most alike first, and of equally alike ones the nearest. */
function matchAlike(
  before: readonly PromptMessage[],
  after: readonly PromptMessage[],
  matching: Matching,
): void {
  const { before: left, after: right } = matching.free
  if (left.length * right.length > MAX_SCORED) return
  const words = [before, after].map((list) => list.map(() => undefined as Bag | undefined))
  const bagOf = (side: 0 | 1, place: number): Bag => {
    const bags = words[side] as (Bag | undefined)[]
    bags[place] ??= bag((side === 0 ? before : after)[place] as PromptMessage)
    return bags[place]
  }
  const found = left.flatMap((i) =>
    right.flatMap((j) => {
      const share = likeness(bagOf(0, i), bagOf(1, j))
      if (share < ALIKE) return []
      const hasRole = roleOf(before[i]) === roleOf(after[j])
      return [{ i, j, share: share + (hasRole ? 0.1 : 0), distance: Math.abs(i - j) }]
    }),
  )
  found.sort((a, b) => b.share - a.share || a.distance - b.distance)
  for (const { i, j } of found) if (matching.isFree(i, j)) matching.join(i, j)
}

interface Bag {
  counts: Map<string, number>
  size: number
}

function bag(entry: PromptMessage): Bag {
  const words = entry.kind === 'message' ? (entry.content.match(WORD) ?? []) : []
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { counts, size: words.length }
}

/** The share of words that two texts have in common, 0 to 1. */
function likeness(a: Bag, b: Bag): number {
  const all = a.size + b.size
  if (!all || (2 * Math.min(a.size, b.size)) / all < ALIKE) return 0
  const [small, large] = a.counts.size <= b.counts.size ? [a.counts, b.counts] : [b.counts, a.counts]
  let common = 0
  for (const [word, count] of small) common += Math.min(count, large.get(word) ?? 0)
  return (2 * common) / all
}

const roleOf = (entry: PromptMessage | undefined): string =>
  entry?.kind === 'message' ? entry.role : 'placeholder'

/** Of the pairs the most that stand in one order in both lists, as places before; the others have moved. */
function steadyOf(matching: Matching): Set<number> {
  const ends: number[] = [] // the smallest last place after a row of this length, as places before
  const previous = new Map<number, number | undefined>()
  const after = (place: number) => matching.afterOf[place] as number
  matching.afterOf.forEach((other, place) => {
    if (other === undefined) return
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (after(ends[middle] as number) < other) low = middle + 1
      else high = middle
    }
    previous.set(place, ends[low - 1])
    ends[low] = place
  })
  const steady = new Set<number>()
  for (let place = ends.at(-1); place !== undefined; place = previous.get(place)) steady.add(place)
  return steady
}

/** Entries of one role that stand between the same others: written anew. */
function matchPlaces(
  before: readonly PromptMessage[],
  after: readonly PromptMessage[],
  matching: Matching,
  steady: Set<number>,
): void {
  let from = 0
  const gaps: { before: number[]; after: number[] }[] = []
  const close = (i: number, end: number) => {
    const gap = { before: [] as number[], after: [] as number[] }
    for (; i < before.length && !steady.has(i); i += 1)
      if (matching.afterOf[i] === undefined) gap.before.push(i)
    for (let j = from; j < end; j += 1) if (matching.beforeOf[j] === undefined) gap.after.push(j)
    from = end + 1
    gaps.push(gap)
  }
  let last = 0
  for (const place of [...steady].sort((a, b) => a - b)) {
    close(last, matching.afterOf[place] as number)
    last = place + 1
  }
  close(last, after.length)
  for (const gap of gaps) {
    let next = 0
    for (const i of gap.before) {
      const at = gap.after.findIndex((j, index) => index >= next && roleOf(after[j]) === roleOf(before[i]))
      if (at < 0) continue
      matching.join(i, gap.after[at] as number)
      steady.add(i)
      next = at + 1
    }
  }
}

function listed(matching: Matching, steady: ReadonlySet<number>): Pair[] {
  const pairs: Pair[] = []
  const addGone = (from: number) => {
    for (let i = from; i < matching.afterOf.length && !steady.has(i); i += 1)
      if (matching.afterOf[i] === undefined) pairs.push({ before: i, isMoved: false })
  }
  addGone(0)
  matching.beforeOf.forEach((before, after) => {
    const isSteady = before !== undefined && steady.has(before)
    pairs.push({ before, after, isMoved: before !== undefined && !isSteady })
    if (isSteady) addGone(before + 1)
  })
  return pairs
}
