import { describe, expect, it } from 'vitest'
import type { Block, ToolCallBlock } from './chat'
import { readChat } from './readChat'

/** What a conversation says, one line a message: `role: blocks`. */
function told(value: unknown): string[] | null {
  return readChat(value)?.messages.map((one) => `${one.role}: ${one.blocks.map(line).join(' | ')}`) ?? null
}

function line(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text
    case 'thinking':
      return `(${block.text})`
    case 'call':
      return `${block.name}#${block.id}${JSON.stringify(block.input)}${block.result ? ` => ${line(block.result)}` : ''}`
    case 'result':
      return `${block.isError ? '!' : ''}[${block.blocks.map(line).join(', ')}]`
    case 'media':
      return `<${block.media.mime} ${block.media.source.slice(0, 40)}>`
    case 'data':
      return `${block.label}${JSON.stringify(block.value)}`
  }
}

describe('OpenAI', () => {
  it('chat completions, with tools that answer and images', () => {
    const request = {
      model: 'gpt-5',
      temperature: 0,
      tools: [
        {
          type: 'function',
          function: { name: 'find', description: 'Finds.', parameters: { type: 'object' } },
        },
      ],
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'low' } },
            { type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } },
          ],
        },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'find', arguments: '{"q":"x"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: '{"found":3}' },
        { role: 'assistant', reasoning_content: 'three, so …', content: 'Three.' },
      ],
    }
    expect(told(request)).toEqual([
      'system: Be brief.',
      'user: What is it? | <image/* https://example.com/a.png> | <audio/wav data:audio/wav;base64,AAAA>',
      'assistant: find#c1{"q":"x"} => [{"found":3}]',
      'assistant: (three, so …) | Three.',
    ])
    const chat = readChat(request)
    expect(chat?.tools).toEqual([{ name: 'find', description: 'Finds.', parameters: { type: 'object' } }])
    expect(chat?.rest).toEqual({ model: 'gpt-5', temperature: 0 })
  })

  it('an answer with choices', () => {
    const answer = {
      id: 'x',
      choices: [
        { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi', refusal: null } },
      ],
    }
    expect(told(answer)).toEqual(['assistant: Hi'])
    expect(readChat(answer)?.messages[0]?.rest).toEqual({ finish_reason: 'stop' })
  })

  it('responses: items, reasoning, calls and their outputs', () => {
    expect(
      told({
        instructions: 'Be brief.',
        input: [
          { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
          { type: 'reasoning', id: 'rs', summary: [{ type: 'summary_text', text: 'greet' }] },
          { type: 'function_call', call_id: 'c1', id: 'fc', name: 'wave', arguments: '{}' },
          { type: 'function_call_output', call_id: 'c1', output: 'waved' },
        ],
      }),
    ).toEqual(['system: Be brief.', 'user: Hi', 'assistant: (greet)', 'assistant: wave#c1{} => [waved]'])
    expect(told({ instructions: 'Be brief.', input: 'Hi' })).toEqual(['system: Be brief.', 'user: Hi'])
    expect(
      told([
        {
          type: 'message',
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: 'Yo' }],
        },
      ]),
    ).toEqual(['assistant: Yo'])
  })
})

describe('Anthropic', () => {
  it('content blocks, thinking, tool results with images', () => {
    expect(
      told({
        system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }],
        messages: [
          { role: 'user', content: 'Look' },
          {
            role: 'assistant',
            content: [
              { type: 'thinking', thinking: 'hm', signature: 's' },
              { type: 'redacted_thinking', data: 'xx' },
              { type: 'tool_use', id: 't1', name: 'shot', input: { wide: true } },
            ],
          },
          {
            role: 'user',
            content: [
              {
                type: 'tool_result',
                tool_use_id: 't1',
                is_error: true,
                content: [
                  { type: 'text', text: 'failed' },
                  { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw' } },
                ],
              },
              { type: 'text', text: 'Go on' },
            ],
          },
        ],
      }),
    ).toEqual([
      'system: Be kind.',
      'user: Look',
      'assistant: (hm) | () | shot#t1{"wide":true} => ![failed, <image/png data:image/png;base64,iVBORw>]',
      'user: Go on',
    ])
  })

  it('an answer, and its bare content', () => {
    const content = [{ type: 'text', text: 'Hi' }]
    expect(told({ type: 'message', role: 'assistant', content, stop_reason: 'end_turn' })).toEqual([
      'assistant: Hi',
    ])
    expect(told(content)).toEqual(['assistant: Hi'])
  })
})

it('Gemini: contents, parts, functions without ids, thoughts', () => {
  expect(
    told({
      config: { systemInstruction: { parts: [{ text: 'Be brief.' }] }, temperature: 0 },
      contents: [
        {
          role: 'user',
          parts: [{ text: 'Weather?' }, { inline_data: { mime_type: 'image/jpeg', data: '/9j/' } }],
        },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Rome' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { celsius: 31 } } }] },
      ],
    }),
  ).toEqual([
    'system: Be brief.',
    'user: Weather? | <image/jpeg data:image/jpeg;base64,/9j/>',
    'model: weather#{"city":"Rome"} => [{"celsius":31}]',
  ])
  expect(
    told({
      candidates: [{ content: { role: 'model', parts: [{ text: 'hm', thought: true }, { text: '31 °C' }] } }],
    }),
  ).toEqual(['model: (hm) | 31 °C'])
})

it('Bedrock: blocks named by their field', () => {
  expect(
    told({
      system: [{ text: 'S' }],
      messages: [
        { role: 'user', content: [{ text: 'Hi' }, { image: { format: 'png', source: { bytes: 'iVBOR' } } }] },
        { role: 'assistant', content: [{ toolUse: { toolUseId: 'u', name: 'f', input: { a: 1 } } }] },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'u', content: [{ json: { ok: 1 } }], status: 'success' } }],
        },
      ],
    }),
  ).toEqual([
    'system: S',
    'user: Hi | <image/png data:image/png;base64,iVBOR>',
    'assistant: f#u{"a":1} => [[{"json":{"ok":1}}]]',
  ])
  expect(told({ output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } } })).toEqual([
    'assistant: Hi',
  ])
})

describe('LangChain', () => {
  it('messages of its classes, dumped and serialised', () => {
    expect(
      told([
        [
          { type: 'system', content: 'S' },
          { type: 'human', content: 'Q', additional_kwargs: {} },
          {
            type: 'ai',
            content: '',
            tool_calls: [{ name: 'f', args: { a: 1 }, id: 'c', type: 'tool_call' }],
            additional_kwargs: { tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{"a":1}' } }] },
            response_metadata: { finish_reason: 'tool_calls' },
          },
          { type: 'tool', content: 'R', tool_call_id: 'c', name: 'f' },
        ],
      ]),
    ).toEqual(['system: S', 'user: Q', 'assistant: f#c{"a":1} => [R]'])
    const serialised = {
      lc: 1,
      type: 'constructor',
      id: ['langchain', 'schema', 'HumanMessage'],
      kwargs: { content: 'Q' },
    }
    expect(told({ messages: [serialised], step: 3 })).toEqual(['user: Q'])
    expect(told({ messages: [['human', 'Q']] })).toEqual(['user: Q'])
    expect(told([{ type: 'human', data: { content: 'Q' } }])).toEqual(['user: Q'])
  })

  it('generations', () => {
    const message = { lc: 1, type: 'constructor', id: ['x', 'AIMessage'], kwargs: { content: 'A' } }
    expect(told({ generations: [[{ text: 'A', message }]], llm_output: {} })).toEqual(['assistant: A'])
    expect(told({ generations: [[{ text: 'A' }]] })).toEqual(['assistant: A'])
  })
})

describe('the AI SDK', () => {
  it('model messages', () => {
    expect(
      told([
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image', image: 'iVBOR', mediaType: 'image/png' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm' },
            { type: 'tool-call', toolCallId: 'c', toolName: 'f', input: { a: 1 } },
          ],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: 'c',
              toolName: 'f',
              output: { type: 'json', value: { ok: true } },
            },
          ],
        },
      ]),
    ).toEqual([
      'user: Hi | <image/png data:image/png;base64,iVBOR>',
      'assistant: (hm) | f#c{"a":1} => [{"ok":true}]',
    ])
  })

  it('prompt, answer with calls, bare calls, interface messages', () => {
    expect(told({ system: 'S', prompt: 'Hi' })).toEqual(['system: S', 'user: Hi'])
    const calls = JSON.stringify([
      { toolCallType: 'function', toolCallId: 'c', toolName: 'f', args: '{"a":1}' },
    ])
    expect(told({ role: 'assistant', content: 'Ok', tool_calls: calls })).toEqual([
      'assistant: Ok | f#c{"a":1}',
    ])
    expect(told(JSON.parse(calls))).toEqual(['assistant: f#c{"a":1}'])
    expect(
      told([
        {
          id: 'm',
          role: 'assistant',
          parts: [
            { type: 'step-start' },
            { type: 'tool-f', toolCallId: 'c', state: 'output-available', input: { a: 1 }, output: 'R' },
            { type: 'text', text: 'Done' },
          ],
        },
      ]),
    ).toEqual(['assistant: f#c{"a":1} => [R] | Done'])
  })
})

it('Pydantic AI', () => {
  expect(
    told([
      {
        kind: 'request',
        instructions: 'I',
        parts: [
          { part_kind: 'system-prompt', content: 'S' },
          {
            part_kind: 'user-prompt',
            content: ['Q', { kind: 'image-url', url: 'https://example.com/a.png' }],
          },
        ],
      },
      {
        kind: 'response',
        parts: [{ part_kind: 'tool-call', tool_name: 'f', args: '{"a":1}', tool_call_id: 'c' }],
      },
      {
        kind: 'request',
        parts: [{ part_kind: 'tool-return', tool_name: 'f', content: { ok: 1 }, tool_call_id: 'c' }],
      },
    ]),
  ).toEqual([
    'system: I',
    'system: S',
    'user: Q | <image/* https://example.com/a.png>',
    'assistant: f#c{"a":1} => [{"ok":1}]',
  ])
})

it('OpenInference', () => {
  expect(
    told([
      { message: { role: 'user', contents: [{ message_content: { type: 'text', text: 'Hi' } }] } },
      {
        message: {
          role: 'assistant',
          tool_calls: [{ tool_call: { id: 'c', function: { name: 'f', arguments: '{"a":1}' } } }],
        },
      },
      { message: { role: 'tool', tool_call_id: 'c', content: 'R' } },
    ]),
  ).toEqual(['user: Hi', 'assistant: f#c{"a":1} => [R]'])
})

it('a picture as OpenInference wraps it', () => {
  const image = { image: { url: 'https://example.com/a.png' } }
  expect(
    told([
      { message: { role: 'user', contents: [{ message_content: { type: 'image', image } }] } },
      { message: { role: 'user', contents: [{ message_content: { type: 'image', image: image.image } }] } },
    ]),
  ).toEqual(['user: <image/* https://example.com/a.png>', 'user: <image/* https://example.com/a.png>'])
})

it('OpenTelemetry GenAI', () => {
  expect(
    told([
      { role: 'system', parts: [{ type: 'text', content: 'S' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'c', name: 'f', arguments: { a: 1 } },
        ],
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'R' }] },
      {
        role: 'user',
        parts: [
          { type: 'blob', mime_type: 'image/png', content: 'iVBOR', modality: 'image' },
          { type: 'uri', uri: 'https://example.com/v.mp4', modality: 'video', mime_type: 'video/mp4' },
        ],
      },
    ]),
  ).toEqual([
    'system: S',
    'assistant: (hm) | f#c{"a":1} => [R]',
    'user: <image/png data:image/png;base64,iVBOR> | <video/mp4 https://example.com/v.mp4>',
  ])
})

it('OpenLLMetry: parts as JSON text', () => {
  expect(told([{ role: 'user', content: '[{"type":"text","text":"Hi"}]' }])).toEqual(['user: Hi'])
  expect(
    told([{ role: 'assistant', content: '', tool_calls: [{ id: 'c', name: 'f', arguments: '{"a":1}' }] }]),
  ).toEqual(['assistant: f#c{"a":1}'])
})

it('references to stored media', () => {
  const reference = '@@@langfuseMedia:type=image/png|id=abc|source=base64_data_uri@@@'
  expect(
    told([
      {
        role: 'user',
        content: [
          { type: 'text', text: `See ${reference}` },
          { type: 'image_url', image_url: { url: reference } },
        ],
      },
    ]),
  ).toEqual([`user: See  | <image/png ${reference.slice(0, 40)}> | <image/png ${reference.slice(0, 40)}>`])
})

it('a result whose call is not there stays', () => {
  const chat = readChat([{ role: 'tool', tool_call_id: 'c9', content: 'R' }])
  expect(chat?.messages[0]?.blocks).toEqual([
    { kind: 'result', id: 'c9', name: '', blocks: [{ kind: 'text', text: 'R' }], isError: false },
  ])
  const twice = readChat([
    {
      role: 'assistant',
      tool_calls: [
        { id: 'a', name: 'f' },
        { id: 'b', name: 'f' },
      ],
    },
    { role: 'tool', tool_call_id: 'b', content: 'B' },
  ])
  expect(twice?.messages[0]?.blocks.map((block) => (block as ToolCallBlock).result?.id)).toEqual([
    undefined,
    'b',
  ])
})

it('unknown parts are kept as data', () => {
  expect(told([{ role: 'assistant', content: [{ type: 'hologram', depth: 3 }] }])).toEqual([
    'assistant: hologram{"type":"hologram","depth":3}',
  ])
})

it.each([
  ['a text', 'plain'],
  ['an empty list', []],
  ['flat data', { a: 1 }],
  ['numbers', [1, 2]],
  ['a role alone', { role: 'user' }],
  ['a list that is not only messages', [{ role: 'user', content: 'x' }, 3]],
  ['data with an input', { input: 'x', limit: 3 }],
  ['rows', [{ id: 1, name: 'a', type: 'city' }]],
  ['a record with texts', { content: 'page text', source: 'a.md' }],
  ['null', null],
])('%s is no conversation', (_, value) => {
  expect(readChat(value)).toBeNull()
})
