import { describe, expect, it } from 'vitest'
import { readMessages } from './chatMessages'

describe('messages in JSON', () => {
  it('are read in the shapes of OpenAI and of OpenTelemetry', () => {
    const openai = [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'image_url', image_url: { url: 'x' } },
        ],
      },
    ]
    expect(readMessages(JSON.stringify(openai))).toEqual([
      { role: 'system', text: 'Be brief.', rest: '' },
      { role: 'user', text: 'Hi', rest: JSON.stringify({ parts: [openai[1]?.content[1]] }, null, 2) },
    ])
    const otel = [{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }], finish_reason: 'stop' }]
    expect(readMessages(JSON.stringify(otel))).toEqual([
      { role: 'assistant', text: 'Hello', rest: '{\n  "finish_reason": "stop"\n}' },
    ])
  })

  it('keep tool calls apart from what was said', () => {
    const message = { role: 'assistant', content: null, tool_calls: [{ id: 'c1' }] }
    expect(readMessages(JSON.stringify(message))?.[0]).toMatchObject({
      text: '',
      rest: expect.stringContaining('c1'),
    })
  })

  it.each([
    'plain',
    '[]',
    '{"a":1}',
    '[1,2]',
    '{"role":"user"}',
    '[{"role":"user","content":"x"},3]',
    '{broken',
  ])('are not seen in %s', (text) => {
    expect(readMessages(text)).toBeNull()
  })
})
