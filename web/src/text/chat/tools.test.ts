import { describe, expect, it } from 'vitest'
import { readStoredTool, readTools } from './tools'

const parameters = { type: 'object', properties: { q: { type: 'string' } } }

describe('tool definitions', () => {
  it.each([
    ['OpenAI chat', [{ type: 'function', function: { name: 'f', description: 'd', parameters } }]],
    ['OpenAI responses', [{ type: 'function', name: 'f', description: 'd', parameters }]],
    ['Anthropic', [{ name: 'f', description: 'd', input_schema: parameters }]],
    ['Gemini', [{ functionDeclarations: [{ name: 'f', description: 'd', parameters }] }]],
    [
      'Bedrock',
      { tools: [{ toolSpec: { name: 'f', description: 'd', inputSchema: { json: parameters } } }] },
    ],
    ['the AI SDK', { f: { description: 'd', inputSchema: { jsonSchema: parameters } } }],
  ])('of %s', (_, value) => {
    expect(readTools(value)).toEqual([{ name: 'f', description: 'd', parameters }])
  })

  it('as the server keeps them', () => {
    const stored = JSON.stringify({ description: 'd', parameters: JSON.stringify(parameters) })
    expect(readStoredTool('f', stored)).toEqual({ name: 'f', description: 'd', parameters })
    expect(readStoredTool('f', 'finds things').description).toBe('finds things')
  })

  it.each([[[]], [[1]], [{ a: 1 }], ['x'], [null]])('are not seen in %j', (value) => {
    expect(readTools(value)).toBeNull()
  })
})
