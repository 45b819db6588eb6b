import { describe, expect, it } from 'vitest'
import { cutText, hasLineOver } from './cutText'

/** The text that pieces stand for. */
function joined(text: string): string {
  return cutText(text)
    .map((piece, index) => (index === 0 || piece.isContinued ? piece.text : `\n${piece.text}`))
    .join('')
}

describe('a long text in pieces', () => {
  it.each([
    ['nothing', ''],
    ['a line', 'one'],
    ['an empty line at the end', 'one\n'],
    ['empty lines', '\n\n\n'],
    ['many lines', Array.from({ length: 1_000 }, (_, index) => `line ${index}`).join('\n')],
    ['one long line', 'x'.repeat(10_001)],
    ['long and short lines', `a\n${'y'.repeat(9_000)}\nb\n${'z'.repeat(3_000)}\n\nc`],
    ['characters of two halves', '\u{1F600}'.repeat(4_000)],
  ])('loses nothing of %s', (_, text) => {
    expect(joined(text)).toBe(text)
    for (const piece of cutText(text)) {
      expect(piece.text.length).toBeLessThanOrEqual(3_001)
      expect(() => encodeURIComponent(piece.text)).not.toThrow()
    }
  })

  it('keeps lines together', () => {
    expect(cutText('a\nb\nc')).toEqual([{ text: 'a\nb\nc', isContinued: false }])
    expect(cutText('x\n'.repeat(100))).toHaveLength(3)
    expect(cutText('x'.repeat(7_000)).map((piece) => piece.isContinued)).toEqual([false, true, true])
  })
})

it('knows texts with long lines', () => {
  expect([hasLineOver('ab\nabc', 2), hasLineOver('abc\na', 2), hasLineOver('ab\nab', 2)]).toEqual([
    true,
    true,
    false,
  ])
})
