import { expect, it } from 'vitest'
import { ExactNumber, parseExactly } from './exactNumbers'

it('keeps the digits that a number would lose, and writes them again', () => {
  const text =
    '{"id":9007199254740993,"near":0.12345678901234567890,"small":[1,2.5],"text":"9007199254740993"}'
  const value = parseExactly(text) as Record<string, unknown>
  expect(value.id).toBeInstanceOf(ExactNumber)
  expect(String(value.near)).toBe('0.12345678901234567890')
  expect(value.small).toEqual([1, 2.5])
  expect(value.text).toBe('9007199254740993')
  expect(JSON.stringify(value)).toBe(text)
})

it('leaves numbers alone that are kept', () => {
  expect(parseExactly('[1234567890123456, 0.1234567890123456, 1.50000000000000000]')).toEqual([
    1234567890123456, 0.1234567890123456, 1.5,
  ])
})
