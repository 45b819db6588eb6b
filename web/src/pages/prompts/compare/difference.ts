import type { PromptMessage } from '../messages'
import { align, keyOf, restText } from './align'

/** What became of an entry of a chat; one side is missing where it was added or removed. */
export interface Difference {
  before?: PromptMessage
  after?: PromptMessage
  /** Places in the two versions, from 1. */
  place: { before?: number; after?: number }
  state: 'same' | 'changed' | 'added' | 'removed'
  isMoved: boolean
  hasOther: { role: boolean; text: boolean; rest: boolean }
}

/** The entries of both versions, in the order of the later one, with what is gone where it was. */
export function differencesOf(
  before: readonly PromptMessage[],
  after: readonly PromptMessage[],
): Difference[] {
  return align(before, after).map((pair) => {
    const was = pair.before === undefined ? undefined : before[pair.before]
    const is = pair.after === undefined ? undefined : after[pair.after]
    return {
      before: was,
      after: is,
      place: {
        before: pair.before === undefined ? undefined : pair.before + 1,
        after: pair.after === undefined ? undefined : pair.after + 1,
      },
      state: !was ? 'added' : !is ? 'removed' : keyOf(was) === keyOf(is) ? 'same' : 'changed',
      isMoved: pair.isMoved,
      hasOther: {
        role: Boolean(was && is && roleOf(was) !== roleOf(is)),
        text: Boolean(was && is && contentOf(was) !== contentOf(is)),
        rest: Boolean(was && is && restText(was) !== restText(is)),
      },
    }
  })
}

export type Tally = Record<'changed' | 'added' | 'removed' | 'moved' | 'same', number>

/** How many entries there are of each kind; one that moved and was changed counts as both. */
export function tallyOf(differences: readonly Difference[]): Tally {
  const count = (is: (one: Difference) => boolean) => differences.filter(is).length
  return {
    changed: count((one) => one.state === 'changed'),
    added: count((one) => one.state === 'added'),
    removed: count((one) => one.state === 'removed'),
    moved: count((one) => one.isMoved),
    same: count((one) => one.state === 'same' && !one.isMoved),
  }
}

export const roleOf = (entry: PromptMessage): string => (entry.kind === 'message' ? entry.role : '')

/** The text of a message, or the name of a placeholder. */
export const contentOf = (entry: PromptMessage): string =>
  entry.kind === 'message' ? entry.content : entry.name
