import { describe, expect, it } from 'vitest'
import { piecesOf } from './markup'

describe('the markup of prompts', () => {
  it('finds variables, with spaces and without', () => {
    expect(piecesOf('Hi {{ name }}, {{x.y}}!')).toEqual([
      { kind: 'text', text: 'Hi ' },
      { kind: 'variable', text: '{{ name }}', name: 'name' },
      { kind: 'text', text: ', ' },
      { kind: 'variable', text: '{{x.y}}', name: 'x.y' },
      { kind: 'text', text: '!' },
    ])
  })

  it('finds references by version and by label', () => {
    const text = '@@@langfusePrompt:name=a/b|version=3@@@@@@langfusePrompt:name=c d|label=production@@@'
    expect(piecesOf(text)).toMatchObject([
      { kind: 'reference', name: 'a/b', version: 3 },
      { kind: 'reference', name: 'c d', label: 'production' },
    ])
  })

  it('leaves what is not well formed as text', () => {
    for (const text of ['{{1a}}', '{name}', '@@@langfusePrompt:name=a|version=x@@@', '{{}}', '']) {
      expect(piecesOf(text).every((piece) => piece.kind === 'text')).toBe(true)
    }
  })

  it('loses nothing', () => {
    const text = 'a {{b}} @@@langfusePrompt:name=a|version=0@@@ {{ c }}\n@@@langfusePrompt:name=q|label=l@@@'
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })
})
