import { expect, it } from 'vitest'
import { showReordering } from './bidi'

it('writes out what would reorder the text, and nothing else', () => {
  expect(showReordering('pay \u202Eevil\u202C now')).toBe('pay [U+202E]evil[U+202C] now')
  expect(showReordering('\u2066a\u2069')).toBe('[U+2066]a[U+2069]')
  expect(showReordering('שלום\u200F, ok')).toBe('שלום\u200F, ok')
})
