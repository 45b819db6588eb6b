import { useMemo, useState } from 'react'
import { firstChoice, type Side, type Slot, threeWay } from '../compare/threeWay'
import type { DraftEntry } from './draft'

/** What goes into the result: one side, theirs before mine, or mine with what was taken over by hand. */
export type Choice = Side | 'both' | 'edit'

export interface ChatMerge {
  slots: readonly Slot<DraftEntry>[]
  order: Side
  isOneOrder: boolean
  setOrder: (side: Side) => void
  choiceOf: (slot: Slot<DraftEntry>) => Choice
  choose: (slot: Slot<DraftEntry>, choice: Choice) => void
  /** The text that was made of both, as soon as there is one. */
  editOf: (slot: Slot<DraftEntry>) => string | undefined
  edit: (slot: Slot<DraftEntry>, text: string) => void
  result: DraftEntry[]
  /** Whether nothing is taken over. */
  isMine: boolean
  /** How many of their changes are taken over. */
  takenOver: number
  /** How many entries both changed. */
  toDecide: number
}

/** Whether the texts of both can be worked into each other. */
export const canMerge = ({ theirs, mine }: Slot<DraftEntry>): boolean =>
  theirs?.kind === 'message' && mine?.kind === 'message' && theirs.content !== mine.content

/** What a choice takes of a slot. */
export function takenOf(slot: Slot<DraftEntry>, choice: Choice, edited?: string): DraftEntry[] {
  const { theirs, mine } = slot
  if (choice === 'edit' && mine?.kind === 'message' && edited !== undefined)
    return [{ ...mine, content: edited }]
  const taken = choice === 'both' ? [theirs, mine] : [choice === 'theirs' ? theirs : mine]
  return taken.flatMap((entry) => entry ?? [])
}

/** Two people's changes of a chat, with what is taken of each. */
export function useChatMerge(
  base: readonly DraftEntry[] | undefined,
  theirs: readonly DraftEntry[],
  mine: readonly DraftEntry[],
): ChatMerge {
  const found = useMemo(() => threeWay(base, theirs, mine), [base, theirs, mine])
  const [order, setOrder] = useState<Side>()
  const [choices, setChoices] = useState<ReadonlyMap<Slot<DraftEntry>, Choice>>(new Map())
  const [edits, setEdits] = useState<ReadonlyMap<Slot<DraftEntry>, string>>(new Map())
  const side = order ?? found.order
  const slots = found.slots[side]
  const choiceOf = (slot: Slot<DraftEntry>) => choices.get(slot) ?? firstChoice(slot)
  const takenOver = slots.filter((slot) => slot.by !== 'nobody' && choiceOf(slot) !== 'mine').length
  return {
    slots,
    order: side,
    isOneOrder: found.isOneOrder,
    setOrder,
    choiceOf,
    choose: (slot, choice) => setChoices((old) => new Map(old).set(slot, choice)),
    editOf: (slot) => edits.get(slot),
    edit: (slot, text) => setEdits((old) => new Map(old).set(slot, text)),
    result: slots.flatMap((slot) => takenOf(slot, choiceOf(slot), edits.get(slot))),
    isMine: takenOver === 0 && (side === 'mine' || found.isOneOrder),
    takenOver,
    toDecide: slots.filter((slot) => slot.by === 'both').length,
  }
}
