import { describe, expect, it } from 'vitest'
import type { PromptMessage } from '../messages'
import { align, keyOf } from './align'

/** `u:Hi` is a message of the user, `{history}` a placeholder. */
const ROLES: Record<string, string> = { s: 'system', u: 'user', a: 'assistant' }
const chat = (...entries: string[]): PromptMessage[] =>
  entries.map((one) =>
    one.startsWith('{')
      ? { kind: 'placeholder', name: one.slice(1, -1) }
      : { kind: 'message', role: ROLES[one[0] ?? ''] ?? '', content: one.slice(2) },
  )

/** Pairs as `before>after`, `~` for moved. */
const pairs = (before: PromptMessage[], after: PromptMessage[]) =>
  align(before, after)
    .map((one) => `${one.isMoved ? '~' : ''}${one.before ?? ''}>${one.after ?? ''}`)
    .join(' ')

describe('messages of two versions', () => {
  it('belong together when they are equal, wherever they stand', () => {
    expect(pairs(chat('s:A', 'u:B'), chat('s:A', 'u:B'))).toBe('0>0 1>1')
    expect(pairs(chat('s:A', 'u:B', 'a:C'), chat('a:C', 's:A', 'u:B'))).toBe('~2>0 0>1 1>2')
    expect(pairs(chat('s:A', '{history}', 'u:B'), chat('s:A', 'u:B', '{history}'))).toBe('0>0 2>1 ~1>2')
  })

  it('come and go where they stood', () => {
    expect(pairs(chat('s:A', 'u:B'), chat('s:A', 'a:new', 'u:B'))).toBe('0>0 >1 1>2')
    expect(pairs(chat('s:A', 'u:B', 'a:C'), chat('s:A', 'a:C'))).toBe('0>0 1> 2>1')
    expect(pairs(chat('u:Go', 'a:1', 'u:Go', 'a:2', 'u:Go'), chat('u:Go', 'a:2', 'u:Go'))).toBe(
      '0>0 1> 2> 3>1 4>2',
    )
    expect(pairs([], chat('s:A'))).toBe('>0')
    expect(pairs(chat('s:A'), [])).toBe('0>')
  })

  it('are changed when most of their words stay, also under another role and in another place', () => {
    expect(pairs(chat('s:Be kind and brief', 'u:Hi'), chat('u:Be kind and very brief', 'u:Hi'))).toBe(
      '0>0 1>1',
    )
    expect(
      pairs(chat('s:Be kind and brief', 'u:Hi', 'a:Ho'), chat('u:Hi', 'a:Ho', 's:Be kind, not brief')),
    ).toBe('1>0 2>1 ~0>2')
    expect(pairs(chat('u:请用简体中文回答问题'), chat('s:x', 'u:请用繁体中文回答问题'))).toBe('>0 0>1')
  })

  it('are written anew when one of the same role takes the place', () => {
    expect(pairs(chat('s:A', 'u:Summarise this'), chat('s:A', 'u:{{question}}'))).toBe('0>0 1>1')
    expect(pairs(chat('s:A', '{history}', 'u:B'), chat('s:A', '{examples}', 'u:B'))).toBe('0>0 1>1 2>2')
    expect(pairs(chat('s:A', 'u:one', 'u:B'), chat('s:A', 'a:two', 'u:B'))).toBe('0>0 1> >1 2>2')
  })

  it('are told apart by what only providers know, not by how they say that they are messages', () => {
    const plain: PromptMessage = { kind: 'message', role: 'user', content: 'Hi' }
    expect(keyOf({ ...plain, rest: { type: 'chatmessage' } })).toBe(keyOf(plain))
    expect(keyOf({ ...plain, rest: { name: 'bob' } })).not.toBe(keyOf(plain))
    expect(keyOf({ kind: 'placeholder', name: 'user' })).not.toBe(keyOf(plain))
  })

  it('are all in it once, whatever was done to them', () => {
    let seed = 7
    const draw = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return seed % below
    }
    const any = () => chat(...Array.from({ length: draw(9) }, () => `${'sua'[draw(3)]}:${'ABC'[draw(3)]}`))
    for (let round = 0; round < 300; round += 1) {
      const [before, after] = [any(), any()]
      const found = align(before, after)
      const places = (side: 'before' | 'after') => found.flatMap((one) => one[side] ?? [])
      expect(places('after')).toEqual(after.map((_, place) => place))
      expect(places('before').toSorted((a, b) => a - b)).toEqual(before.map((_, place) => place))
      const steady = found.filter((one) => !one.isMoved).flatMap((one) => one.before ?? [])
      expect(steady).toEqual(steady.toSorted((a, b) => a - b))
    }
  })

  it('are matched by what is equal when there are too many for more', () => {
    const many = (start: number) =>
      chat(...Array.from({ length: 2_000 }, (_, n) => `u:message ${n + start} of all`))
    const found = align(many(0), many(1_000))
    expect(found.filter((one) => one.before === (one.after ?? Number.NaN) + 1_000)).toHaveLength(1_000)
  })
})
