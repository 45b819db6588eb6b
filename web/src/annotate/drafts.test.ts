import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SubjectScore } from '../api/types'
import { type Deed, Drafts, keyOf, type Target } from './drafts'

const TARGET: Target = {
  project: 'p',
  subject: { kind: 'trace', traceId: 't' },
  configId: 'c',
  rule: { dataType: 'NUMERIC', minValue: 0, maxValue: 10, categories: [] },
}
const KEY = keyOf(TARGET)

/** A server whose answers come when the test says so. */
function server() {
  const deeds: Deed[] = []
  const answers: { done: () => void; fail: () => void }[] = []
  const send = (_: Target, deed: Deed) =>
    new Promise<SubjectScore | null>((resolve, reject) => {
      deeds.push(deed)
      answers.push({
        done: () => resolve(deed.do === 'save' ? ({ id: 's1' } as SubjectScore) : null),
        fail: () => reject(new Error('no way')),
      })
    })
  return { deeds, answers, send }
}

function memory() {
  const kept = new Map<string, string>()
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  }
}

const options = (store = memory()) => ({
  store,
  name: 'drafts',
  needsValue: 'give a value',
  describe: (error: unknown) => (error as Error).message,
})
const settle = () => vi.advanceTimersByTimeAsync(1_000)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('drafts', () => {
  it('are saved once after a pause, with the last word', async () => {
    const { deeds, answers, send } = server()
    const drafts = new Drafts(send, options())
    drafts.edit(TARGET, '', '1', '')
    drafts.edit(TARGET, '', '12', '')
    drafts.edit(TARGET, '', '2', 'why')
    expect(drafts.get(KEY)?.state).toBe('waiting')
    await settle()
    expect(deeds).toEqual([{ do: 'save', value: 2, comment: 'why' }])
    expect(drafts.get(KEY)?.state).toBe('saving')
    answers[0]?.done()
    await settle()
    expect(drafts.get(KEY)).toBeUndefined()
    expect(drafts.savedCount(KEY)).toBe(1)
  })

  it('are saved one after the other', async () => {
    const { deeds, answers, send } = server()
    const drafts = new Drafts(send, options())
    drafts.edit(TARGET, '', '1', '', 0)
    await settle()
    drafts.edit(TARGET, '', '2', '', 0)
    await settle()
    expect(deeds).toHaveLength(1)
    answers[0]?.done()
    await settle()
    expect(deeds.at(-1)).toEqual({ do: 'save', value: 2, comment: '' })
    // Cleared while the second is under way: the score that it makes is taken away.
    drafts.edit(TARGET, '', '', '', 0)
    answers[1]?.done()
    await settle()
    expect(deeds.at(-1)).toEqual({ do: 'clear', scoreId: 's1' })
  })

  it('are held while they cannot be saved, and say why', async () => {
    const { deeds, send } = server()
    const drafts = new Drafts(send, options())
    drafts.edit(TARGET, '', '99', '')
    await settle()
    expect(drafts.get(KEY)).toMatchObject({ state: 'held', typed: '99' })
    expect(drafts.get(KEY)?.problem).toContain('0 to 10')
    drafts.edit(TARGET, '', '', 'only words')
    await settle()
    expect(drafts.get(KEY)).toMatchObject({ state: 'held', problem: 'give a value' })
    expect(deeds).toEqual([])
  })

  it('survive a failure and a reload', async () => {
    const store = memory()
    const first = server()
    const drafts = new Drafts(first.send, options(store))
    drafts.edit(TARGET, '', '3', '', 0)
    await settle()
    first.answers[0]?.fail()
    await settle()
    expect(drafts.get(KEY)).toMatchObject({ state: 'failed', typed: '3', problem: 'no way' })
    const second = server()
    const again = new Drafts(second.send, options(store))
    await settle()
    expect(second.deeds).toEqual([{ do: 'save', value: 3, comment: '' }])
    second.answers[0]?.done()
    await settle()
    expect(again.get(KEY)).toBeUndefined()
    expect(store.getItem('drafts')).toBeNull()
  })

  it('of nothing that was never stored ask nobody', async () => {
    const { deeds, send } = server()
    const drafts = new Drafts(send, options())
    drafts.edit(TARGET, '', '', '', 0)
    await settle()
    expect(deeds).toEqual([])
    expect(drafts.get(KEY)).toBeUndefined()
  })

  it('that were kept in a shape of long ago are forgotten', () => {
    const store = memory()
    store.setItem('drafts', '{"not": "a list"')
    expect(new Drafts(server().send, options(store)).get(KEY)).toBeUndefined()
  })
})
