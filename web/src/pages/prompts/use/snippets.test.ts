import { describe, expect, it } from 'vitest'
import { SNIPPET_KINDS, type SnippetOf, snippet } from './snippets'

const CHAT: SnippetOf = {
  name: 'shop/"answer"',
  type: 'chat',
  label: 'production',
  variables: ['question', 'user.name', 'class'],
  placeholders: ['history'],
  baseUrl: 'https://sidelight.test',
}

describe('snippets', () => {
  it('name the prompt, its label and every variable in each language', () => {
    for (const kind of SNIPPET_KINDS) {
      const text = snippet(kind, CHAT)
      if (kind === 'curl') continue
      expect(text).toContain('"shop/\\"answer\\""')
      expect(text).toContain('"production"')
      for (const name of [...CHAT.variables, ...CHAT.placeholders]) expect(text).toContain(name)
    }
  })

  it('give Python only arguments that it takes', () => {
    const text = snippet('python', CHAT)
    expect(text).toContain('question="…"')
    expect(text).toContain('**{"user.name": "…", "class": "…"}')
    expect(text).not.toContain('class="…"')
  })

  it('fetch a version by number where there is no label', () => {
    const of: SnippetOf = {
      ...CHAT,
      type: 'text',
      label: undefined,
      version: 3,
      variables: [],
      placeholders: [],
    }
    expect(snippet('python', of)).toContain('get_prompt("shop/\\"answer\\"", version=3)')
    expect(snippet('python', of)).toContain('text = prompt.compile()')
    expect(snippet('javascript', of)).toContain('{ version: 3 }')
    expect(snippet('curl', { ...of, name: "a'b/c d" })).toContain(
      "'https://sidelight.test/api/public/v2/prompts/a%27b%2Fc%20d?version=3'",
    )
  })
})
