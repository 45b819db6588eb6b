import { describe, expect, it } from 'vitest'
import { flatFields, readText } from './readText'

describe('readText', () => {
  it.each([
    ['plain', 'text'],
    ['{broken', 'text'],
    ['"{\\"a\\": 1}"', 'json'],
    ['"just text"', 'text'],
    ['{"a": {"b": 1}}', 'json'],
    ['[{"role": "user", "content": "x"}]', 'chat'],
    ['12', 'text'],
  ])('%s is %s', (text, kind) => {
    expect(readText(text).kind).toBe(kind)
  })

  it('takes the quotes of a JSON text away', () => {
    expect(readText('"a\\nb"')).toEqual({ kind: 'text', text: 'a\nb' })
  })
})

describe('flatFields', () => {
  it('lists scalars and short lists of them', () => {
    expect(flatFields({ q: 'x', n: 3, none: null, tags: ['a', 1] })).toEqual([
      ['q', 'x'],
      ['n', '3'],
      ['none', 'null'],
      ['tags', 'a, 1'],
    ])
  })

  it.each([
    [{}],
    [[1]],
    [{ a: { b: 1 } }],
    [{ a: [{}] }],
    [Object.fromEntries(Array.from({ length: 41 }, (_, i) => [i, i]))],
  ])('leaves %j to the tree', (value) => expect(flatFields(value)).toBeNull())
})
