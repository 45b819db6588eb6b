import { describe, expect, it } from 'vitest'
import { readValue, shownText, textOf } from './itemText'

describe('itemText', () => {
  it('reads back what it writes, to the letter where it is no text', () => {
    const texts = [
      'plain text',
      ' padded ',
      '',
      ' ',
      '{"a":1}',
      '{ not json',
      '[x',
      '"quoted"',
      '"',
      '12',
      'null',
      'two\nlines',
      'ünï \u2028',
      'true',
      '-',
      '1e5',
      '9007199254740993',
    ].map((text) => JSON.stringify(text))
    const others = ['0', '-1.5', '1.0', 'true', '{}', '[]', '{"a": [1, null, {"b": "c"}]}']
    const rounded = [
      '9007199254740993',
      '0.1234567890123456789012345',
      '{"10": 1.0, "2": 1e2, "id": 12345678901234567890}',
    ]
    for (const json of [...texts, ...others, ...rounded]) expect(readValue(textOf(json))).toEqual({ json })
    expect(readValue(textOf(null))).toEqual({ json: null })
  })

  it('says what is wrong with JSON, and takes other texts as they are', () => {
    expect(readValue('{"a": 1,}')).toHaveProperty('problem')
    expect(readValue('"open')).toHaveProperty('problem')
    expect(readValue('What is 2 + 2?')).toEqual({ json: '"What is 2 + 2?"' })
    expect(readValue('42')).toEqual({ json: '42' })
    expect(readValue(' \n')).toEqual({ json: null })
  })

  it('shows texts without their quotes', () => {
    expect([null, '"a\\nb"', '1.0', '{"a": 1}'].map(shownText)).toEqual([null, 'a\nb', '1.0', '{"a": 1}'])
  })
})
