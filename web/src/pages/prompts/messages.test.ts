import { describe, expect, it } from 'vitest'
import { readableText, readMessages } from './messages'

const CHAT = [
  { role: 'system', content: 'Be {{tone}}.' },
  { type: 'placeholder', name: 'history' },
  { type: 'chatmessage', role: 'user', content: 'Hi', cache: true },
]

describe('messages of a prompt', () => {
  it('parts messages from placeholders and keeps what it does not know', () => {
    expect(readMessages(CHAT)).toEqual([
      { kind: 'message', role: 'system', content: 'Be {{tone}}.' },
      { kind: 'placeholder', name: 'history' },
      { kind: 'message', role: 'user', content: 'Hi', rest: { cache: true } },
    ])
  })

  it('makes one text of them', () => {
    const text = readableText(CHAT)
    expect(text).toContain('── system ──\nBe {{tone}}.\n')
    expect(text).toContain('── placeholder: history ──')
    expect(text).toContain('"cache": true')
    expect(readableText('plain')).toBe('plain')
  })
})
