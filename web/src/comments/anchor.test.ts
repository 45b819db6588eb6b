import { describe, expect, it } from 'vitest'
import { anchorOf, isStillThere, nthOf } from './anchor'

const CHAT = JSON.stringify([
  { role: 'user', content: 'Say hi.\nThen say hi again.' },
  { role: "it's", content: ['hi', 'there'] },
])

describe('anchors', () => {
  it('find the text in plain text', () => {
    expect(anchorOf('output', 'one two one', ' one ', 1)).toEqual({
      dataField: 'output',
      path: '$',
      start: 8,
      end: 11,
      quote: 'one',
    })
  })

  it('find the text in JSON, the nth of equal ones', () => {
    const places = [0, 1, 2, 9].map((nth) => anchorOf('input', CHAT, 'hi', nth))
    expect(places.map((one) => [one?.path, one?.start])).toEqual([
      ["$[0]['content']", 4],
      ["$[0]['content']", 17],
      ["$[1]['content'][0]", 0],
      // Fewer stand in what was sent than on the screen: the last one.
      ["$[1]['content'][0]", 0],
    ])
  })

  it('fall back to the longest line where the view shows lines in another way', () => {
    expect(anchorOf('input', CHAT, 'USER\nThen say hi again.', 0)?.quote).toBe('Then say hi again.')
  })

  it('find what a view shows without the marks of Markdown', () => {
    const sent = 'Fixed. `Cart.total` went\nthrough **float**:\n\n- one\n- two'
    const anchor = anchorOf('output', sent, 'Cart.total went through float', 0)
    expect(anchor?.quote).toBe('Cart.total` went\nthrough **float')
    expect(sent.slice(anchor?.start, anchor?.end)).toBe(anchor?.quote)
  })

  it('keep long quotes within their bound', () => {
    const anchor = anchorOf('output', 'word '.repeat(1000), 'word '.repeat(900), 0)
    expect(anchor?.quote).toHaveLength(1000)
  })

  it('know which of equal words they mean', () => {
    const counted = [0, 1, 2].map((nth) => {
      const anchor = anchorOf('input', CHAT, 'hi', nth)
      return anchor && nthOf(anchor, { input: CHAT })
    })
    expect(counted).toEqual([0, 1, 2])
    const gone = { dataField: 'input', path: '$.gone', start: 0, end: 2, quote: 'hi' } as const
    expect(nthOf(gone, { input: CHAT })).toBe(0)
    expect(nthOf(gone, {})).toBe(0)
  })

  it.each([[''], ['   '], ['not in it'], ['a\nb']])('find no place for %j', (selected) => {
    expect(anchorOf('input', CHAT, selected, 0)).toBeNull()
  })

  it('know whether the words still stand there', () => {
    const anchor = anchorOf('input', CHAT, 'Then say', 0)
    if (!anchor) throw new Error('no anchor')
    expect(isStillThere(anchor, { input: CHAT })).toBe(true)
    expect(isStillThere(anchor, { input: CHAT.replace('Then', 'And') })).toBe(false)
    expect(isStillThere(anchor, { input: null })).toBe(false)
    expect(isStillThere(anchor, { output: CHAT })).toBe(false)
    expect(isStillThere({ ...anchor, path: '$.gone' }, { input: CHAT })).toBe(false)
  })
})
