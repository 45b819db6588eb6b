import { describe, expect, it } from 'vitest'
import { readValue, textOf } from './itemText'

describe('itemText', () => {
  it('reads back what it writes', () => {
    const values = [
      null,
      0,
      -1.5,
      true,
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
      {},
      [],
      { a: [1, null, { b: 'c' }] },
      'true',
      '-',
      '1e5',
    ]
    for (const value of values) expect(readValue(textOf(value))).toEqual({ value })
  })

  it('says what is wrong with JSON, and takes other texts as they are', () => {
    expect(readValue('{"a": 1,}')).toHaveProperty('problem')
    expect(readValue('"open')).toHaveProperty('problem')
    expect(readValue('What is 2 + 2?')).toEqual({ value: 'What is 2 + 2?' })
    expect(readValue('42')).toEqual({ value: 42 })
    expect(readValue(' \n')).toEqual({ value: null })
  })
})
