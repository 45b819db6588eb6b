import { describe, expect, it } from 'vitest'
import type { PromptMessage } from '../messages'
import { firstChoice, type Slot, threeWay } from './threeWay'

const chat = (...texts: string[]): PromptMessage[] =>
  texts.map((text) => ({ kind: 'message', role: 'user', content: text }))
const textOf = (entry: PromptMessage | undefined) => (entry?.kind === 'message' ? entry.content : '–')

const shown = (slots: readonly Slot<PromptMessage>[]) =>
  slots.map((slot) => `${textOf(slot.theirs)}/${textOf(slot.mine)} ${slot.by}`)

/** What is stored when nothing is chosen. */
function result(base: string[] | undefined, theirs: string[], mine: string[]): string[] {
  const found = threeWay(base && chat(...base), chat(...theirs), chat(...mine))
  return found.slots[found.order].flatMap((slot) => {
    const entry = slot[firstChoice(slot)]
    return entry ? [textOf(entry)] : []
  })
}

const BASE = ['be kind', 'answer the question', 'in two sentences']

describe('a chat that two people changed', () => {
  it('takes what either of them changed', () => {
    expect(
      result(BASE, ['be kind and brief', ...BASE.slice(1)], [...BASE.slice(0, 2), 'in two short sentences']),
    ).toEqual(['be kind and brief', 'answer the question', 'in two short sentences'])
    expect(result(BASE, [...BASE, 'theirs'], ['mine', ...BASE])).toEqual(['mine', ...BASE, 'theirs'])
    expect(result(BASE, BASE.slice(1), [...BASE, 'mine'])).toEqual([...BASE.slice(1), 'mine'])
    expect(result(BASE, [...BASE, 'both'], [...BASE, 'both'])).toEqual([...BASE, 'both'])
  })

  it('keeps mine where both changed it, and says so', () => {
    const theirs = chat('be kind and brief', ...BASE.slice(1))
    const mine = chat('be kind and exact', ...BASE.slice(1))
    const found = threeWay(chat(...BASE), theirs, mine)
    expect(shown(found.slots.mine)[0]).toBe('be kind and brief/be kind and exact both')
    expect(
      result(BASE, ['be kind and brief', ...BASE.slice(1)], ['be kind and exact', ...BASE.slice(1)])[0],
    ).toBe('be kind and exact')
    // They removed what I changed, and I removed what they changed.
    expect(shown(threeWay(chat(...BASE), chat(...BASE.slice(1)), mine).slots.mine)).toContain(
      '–/be kind and exact both',
    )
    expect(shown(threeWay(chat(...BASE), theirs, chat(...BASE.slice(1))).slots.mine)).toContain(
      'be kind and brief/– both',
    )
  })

  it('takes the order of who moved something', () => {
    const turned = [BASE[1], BASE[2], BASE[0]] as string[]
    expect(result(BASE, turned, [...BASE.slice(0, 2), 'in two short sentences'])).toEqual([
      'answer the question',
      'in two short sentences',
      'be kind',
    ])
    expect(result(BASE, [...BASE, 'theirs'], turned)).toEqual([
      'answer the question',
      'in two sentences',
      'theirs',
      'be kind',
    ])
    const found = threeWay(chat(...BASE), chat(...turned), chat(...BASE))
    expect([found.order, found.isOneOrder]).toEqual(['theirs', false])
    expect(threeWay(chat(...BASE), chat(...BASE), chat(...BASE, 'x')).isOneOrder).toBe(true)
  })

  it('leaves everything to decide when nobody knows what it was', () => {
    const found = threeWay(
      undefined,
      chat('same', 'theirs alone', 'what they say'),
      chat('same', 'what I say', 'mine'),
    )
    expect(shown(found.slots.mine)).toEqual([
      'same/same nobody',
      'theirs alone/– both',
      'what they say/what I say both',
      '–/mine both',
    ])
  })

  it('loses no entry, whatever was done to it', () => {
    let seed = 11
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    const any = () => chat(...Array.from({ length: draw(7) }, () => 'ABCD'[draw(4)] as string))
    for (let round = 0; round < 300; round += 1) {
      const [base, theirs, mine] = [round % 4 ? any() : undefined, any(), any()]
      const found = threeWay(base, theirs, mine)
      for (const slots of Object.values(found.slots)) {
        expect(new Set(slots.flatMap((slot) => slot.theirs ?? []))).toEqual(new Set(theirs))
        expect(new Set(slots.flatMap((slot) => slot.mine ?? []))).toEqual(new Set(mine))
        expect(slots).toHaveLength(found.slots.mine.length)
      }
      expect(found.slots.mine.flatMap((slot) => slot.mine ?? [])).toEqual(mine)
      expect(found.slots.theirs.flatMap((slot) => slot.theirs ?? [])).toEqual(theirs)
    }
  })
})
