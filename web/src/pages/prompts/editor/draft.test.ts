import { describe, expect, test } from 'vitest'
import type { PromptVersion } from '../../../api/prompts'
import {
  bodyOf,
  configOf,
  draftOf,
  emptyDraft,
  inputOf,
  isSame,
  moved,
  newMessage,
  nextRole,
  problemsOf,
  rebasedTags,
  withType,
} from './draft'
import { validateEditor } from './search'

const version = (prompt: PromptVersion['prompt'], config: unknown = {}): PromptVersion => ({
  id: 'v',
  name: 'shop/greet',
  type: typeof prompt === 'string' ? 'text' : 'chat',
  version: 3,
  labels: ['production'],
  tags: ['t'],
  commitMessage: 'old',
  createdBy: 'Ada',
  createdAt: '2026-11-29T00:00:00Z',
  prompt,
  config,
  variables: [],
  placeholders: [],
  references: [],
})

describe('a draft', () => {
  test('of a stored chat stores the same again, keys of providers included', () => {
    const chat = [
      { role: 'system', content: 'Hi {{a}}', cache: { ttl: 5 } },
      { type: 'placeholder', name: 'history' },
      { role: 'critic', content: '', type: 'chatmessage' },
    ]
    expect(bodyOf(draftOf(version(chat)))).toEqual(chat)
  })

  test('begins without the labels and message of the version it begins with', () => {
    const draft = draftOf(version('x', { t: 1 }))
    expect([draft.labels, draft.message, draft.tags]).toEqual([[], '', ['t']])
    expect(inputOf(draft).config).toEqual({ t: 1 })
    expect(isSame(draft, draftOf(version('x', { t: 1 })))).toBe(true)
    expect(isSame(draft, { ...draft, text: 'y' })).toBe(false)
  })

  test('loses nothing when its type changes and changes back', () => {
    const text = { ...emptyDraft(), text: 'Be kind.' }
    const chat = withType(text, 'chat')
    expect(bodyOf(chat)).toEqual([{ role: 'system', content: 'Be kind.' }])
    expect(withType(chat, 'text').text).toBe('Be kind.')
    const back = withType(
      { ...emptyDraft(), type: 'chat', entries: [newMessage('system', 'A'), newMessage('user', 'B')] },
      'text',
    )
    expect(back.text).toBe('A\n\nB')
  })

  test('moves entries within its bounds', () => {
    const entries = ['a', 'b', 'c'].map((role) => newMessage(role))
    const [first] = entries
    const roles = (by: number, key = first?.key ?? '') =>
      moved(entries, key, by).map((entry) => (entry.kind === 'message' ? entry.role : ''))
    expect(roles(1)).toEqual(['b', 'a', 'c'])
    expect(roles(-1)).toEqual(['a', 'b', 'c'])
    expect(roles(3)).toEqual(['a', 'b', 'c'])
    expect(roles(2)).toEqual(['b', 'c', 'a'])
  })

  test('suggests the role that comes next', () => {
    expect(nextRole([])).toBe('system')
    expect(nextRole([newMessage('system')])).toBe('user')
    expect(nextRole([newMessage('user')])).toBe('assistant')
  })

  test('says what is wrong before the server is asked', () => {
    expect(problemsOf(emptyDraft())).toEqual({ name: 'missing', prompt: 'missing' })
    expect(problemsOf({ ...emptyDraft(), name: 'n', text: 'x', config: '{' })).toEqual({ config: 'json' })
    const chat = { ...emptyDraft(), name: 'n', type: 'chat' as const }
    expect(problemsOf({ ...chat, entries: [newMessage(' ')] })).toEqual({ prompt: 'role' })
    expect(problemsOf({ ...chat, entries: [{ key: 'k', kind: 'placeholder', name: '' }] })).toEqual({
      prompt: 'placeholder',
    })
    expect(configOf(' ')).toEqual({ value: {} })
    expect(configOf('[1]')).toEqual({ value: [1] })
  })
})

test('tags that others changed meanwhile stay so in a draft', () => {
  expect(rebasedTags(['a', 'b'], ['a', 'b'], ['b', 'c'])).toEqual(['b', 'c'])
  expect(rebasedTags(['a', 'b'], ['b', 'mine'], ['a', 'b', 'c'])).toEqual(['b', 'c', 'mine'])
  expect(rebasedTags([], ['c'], ['c'])).toEqual(['c'])
})

test('the address says what the editor begins with', () => {
  expect(validateEditor({ from: 'a/b', version: '3', as: 'new' })).toEqual({
    from: 'a/b',
    version: 3,
    as: 'new',
    folder: undefined,
  })
  expect(validateEditor({ version: '3', as: 'new', folder: 'shop' })).toEqual({
    from: undefined,
    version: undefined,
    as: undefined,
    folder: 'shop',
  })
  expect(validateEditor({ from: 'a', version: '-1' }).version).toBeUndefined()
})
