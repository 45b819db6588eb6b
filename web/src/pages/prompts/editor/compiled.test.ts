import { expect, test } from 'vitest'
import { compiledChat, compiledText, filled, pastedMessages, type Samples, textOf } from './compiled'

test('variables with a sample value are filled in, the others stay open', () => {
  expect(filled('Hi {{ name }}, {{toString}} {{x}}', { name: 'Ada', x: '' })).toEqual([
    { kind: 'text', text: 'Hi ' },
    { kind: 'filled', text: 'Ada' },
    { kind: 'text', text: ', ' },
    { kind: 'open', text: '{{toString}}' },
    { kind: 'text', text: ' ' },
    { kind: 'open', text: '{{x}}' },
  ])
})

const CHAT = [
  { role: 'system', content: 'You work for {{shop}}.' },
  { type: 'placeholder', name: 'history' },
  { type: 'placeholder', name: 'toString' },
  { role: 'user', content: '{{question}}', cache: true },
]
const samples: Samples = {
  values: { shop: 'Lamplight' },
  messages: {
    history: [
      { key: 'a', role: 'user', content: 'Is {{shop}} open?' },
      { key: 'b', role: 'assistant', content: '', rest: { tool_calls: [{ id: '1' }] } },
    ],
  },
}

test('sample messages stand for their placeholder, with variables filled in as SDKs do', () => {
  const shown = compiledChat(CHAT, samples).map((entry) =>
    entry.kind === 'placeholder'
      ? `{${entry.name}}`
      : `${entry.from ?? ''} ${entry.role}: ${textOf(entry.pieces)}`,
  )
  expect(shown).toEqual([
    ' system: You work for Lamplight.',
    'history user: Is Lamplight open?',
    'history assistant: ',
    '{toString}',
    ' user: {{question}}',
  ])
  expect(JSON.parse(compiledText(CHAT, samples))).toEqual([
    { role: 'system', content: 'You work for Lamplight.' },
    { role: 'user', content: 'Is Lamplight open?' },
    { role: 'assistant', content: '', tool_calls: [{ id: '1' }] },
    { type: 'placeholder', name: 'toString' },
    { role: 'user', content: '{{question}}' },
  ])
  expect(compiledText('Hi from {{shop}}', samples)).toBe('Hi from Lamplight')
})

test('messages are taken from a pasted list, and other texts stay texts', () => {
  expect(
    pastedMessages('[{"role": "user", "content": "Hi"}, {"role": "assistant", "content": null, "x": 1}]'),
  ).toEqual([
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: '', rest: { x: 1 } },
  ])
  expect(pastedMessages('{"role": "user", "content": [{"type": "text"}]}')?.[0]?.content).toBe(
    '[{"type":"text"}]',
  )
  for (const text of ['Hi', '[1]', '[]', '{"a": 1}', '[{"role": 1, "content": ""}]', '[{"role": "user"'])
    expect(pastedMessages(text)).toBeUndefined()
})
