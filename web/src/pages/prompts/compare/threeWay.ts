import type { PromptMessage } from '../messages'
import { align, keyOf } from './align'

export type Side = 'theirs' | 'mine'
export type By = Side | 'nobody' | 'both'

/** An entry as both sides have it now, and as it was before both; missing where it was added or removed. */
export interface Slot<T extends PromptMessage> {
  base?: PromptMessage
  theirs?: T
  mine?: T
  /** Who changed it; `both` when each made something else of it, or nobody knows what it was. */
  by: By
}

export interface ThreeWay<T extends PromptMessage> {
  /** In either order. */
  slots: Record<Side, Slot<T>[]>
  /** Whose order to begin with: of who moved something, mine when both did. */
  order: Side
  /** Whether both have the same entries in one order, so that there is nothing to choose. */
  isOneOrder: boolean
}

/** What two people made of one chat. Without a `base` that is known, all that differs is to be decided. */
export function threeWay<T extends PromptMessage>(
  base: readonly PromptMessage[] | undefined,
  theirs: readonly T[],
  mine: readonly T[],
): ThreeWay<T> {
  const slots = base ? slotsOf(base, theirs, mine) : slotsOfTwo(theirs, mine)
  const [byTheirs, byMine] = [ordered(slots, theirs, mine, 'theirs'), ordered(slots, theirs, mine, 'mine')]
  const hasMoved = (after: readonly T[]) => Boolean(base && align(base, after).some((pair) => pair.isMoved))
  return {
    slots: { theirs: byTheirs, mine: byMine },
    order: hasMoved(theirs) && !hasMoved(mine) ? 'theirs' : 'mine',
    isOneOrder: byTheirs.every((slot, place) => slot === byMine[place]),
  }
}

/** What stands in the result as long as nobody chooses otherwise: what only they changed is theirs, the rest mine. */
export const firstChoice = (slot: Slot<PromptMessage>): Side => (slot.by === 'theirs' ? 'theirs' : 'mine')

/** Who made something else of what was; without it, both made what differs. */
export function whoChanged(
  was: string | undefined,
  theirs: string | undefined,
  mine: string | undefined,
): By {
  if (theirs === mine) return 'nobody'
  if (was === undefined) return 'both'
  return theirs === was ? 'mine' : mine === was ? 'theirs' : 'both'
}

function slotsOf<T extends PromptMessage>(
  base: readonly PromptMessage[],
  theirs: readonly T[],
  mine: readonly T[],
): Slot<T>[] {
  const [left, right] = [successors(base, theirs), successors(base, mine)]
  const slots: Slot<T>[] = []
  base.forEach((was, place) => {
    const [its, own] = [left.of.get(place), right.of.get(place)]
    if (!its && !own) return
    const by = whoChanged(keyOf(was), its && keyOf(its), own && keyOf(own))
    slots.push({ base: was, theirs: its, mine: own, by })
  })
  const added = right.added.map((one): Slot<T> => ({ mine: one, by: 'mine' }))
  for (const one of left.added) {
    // Both may have added the same.
    const twin = added.find((slot) => !slot.theirs && slot.mine && keyOf(slot.mine) === keyOf(one))
    if (twin) Object.assign(twin, { theirs: one, by: 'nobody' })
    else slots.push({ theirs: one, by: 'theirs' })
  }
  return [...slots, ...added]
}

function slotsOfTwo<T extends PromptMessage>(theirs: readonly T[], mine: readonly T[]): Slot<T>[] {
  return align(theirs, mine).map((pair) => {
    const its = pair.before === undefined ? undefined : theirs[pair.before]
    const own = pair.after === undefined ? undefined : mine[pair.after]
    return { theirs: its, mine: own, by: its && own && keyOf(its) === keyOf(own) ? 'nobody' : 'both' }
  })
}

/** What each entry became, by its place before; and what was added. */
function successors<T extends PromptMessage>(before: readonly PromptMessage[], after: readonly T[]) {
  const of = new Map<number, T>()
  const added: T[] = []
  for (const pair of align(before, after)) {
    const now = pair.after === undefined ? undefined : after[pair.after]
    if (now && pair.before === undefined) added.push(now)
    else if (now && pair.before !== undefined) of.set(pair.before, now)
  }
  return { of, added }
}

/** The slots in the order of one side; what only the other has follows what it follows there. */
function ordered<T extends PromptMessage>(
  slots: readonly Slot<T>[],
  theirs: readonly T[],
  mine: readonly T[],
  side: Side,
): Slot<T>[] {
  const other: Side = side === 'mine' ? 'theirs' : 'mine'
  const entries = { theirs, mine }
  const bySide = (of: Side) => {
    const found = new Map(slots.flatMap((slot) => (slot[of] ? [[slot[of], slot] as const] : [])))
    return entries[of].flatMap((entry) => found.get(entry) ?? [])
  }
  const result = bySide(side)
  let previous: Slot<T> | undefined
  for (const slot of bySide(other)) {
    if (!slot[side]) result.splice(previous ? result.indexOf(previous) + 1 : 0, 0, slot)
    previous = slot
  }
  return result
}
