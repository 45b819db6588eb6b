import { describe, expect, it } from 'vitest'
import { CHILDREN_STEP, JsonDocument } from './jsonDocument'

const NONE = new Map<string, number>()

function lines(document: JsonDocument, opened: Iterable<string>, limits = NONE): string[] {
  return document
    .rows(new Set(opened), limits)
    .map((row) =>
      row.more ? `${'  '.repeat(row.depth)}+${row.more}` : `${'  '.repeat(row.depth)}${row.path}`,
    )
}

describe('a JSON document', () => {
  const document = new JsonDocument({ a: { 'b c': [1, { d: null }] }, e: '{"f":[true]}', g: 'plain' })

  it('lists what is open', () => {
    expect(lines(document, [])).toEqual(['$'])
    expect(lines(document, ['$', '$.a', '$.a["b c"]'])).toEqual([
      '$',
      '  $.a',
      '    $.a["b c"]',
      '      $.a["b c"][0]',
      '      $.a["b c"][1]',
      '  $.e',
      '  $.g',
    ])
  })

  it('opens texts that are JSON, on demand', () => {
    const rows = document.rows(new Set(['$', '$.e', '$.e.f']), NONE)
    expect(rows.filter((row) => row.isEmbedded).map((row) => row.path)).toEqual(['$.e'])
    expect(rows.map((row) => row.path)).toContain('$.e.f[0]')
    expect(document.openedAtFirst(100)).toEqual(new Set(['$', '$.a', '$.a["b c"]', '$.a["b c"][1]']))
    expect(document.everything(100).has('$.e.f')).toBe(true)
  })

  it('opens level by level within the budget, the top always', () => {
    const wide = new JsonDocument({ small: [1, 2], large: Array.from({ length: 500 }, () => 0) })
    expect(wide.openedAtFirst(50)).toEqual(new Set(['$', '$.small', '$.large']))
    const many = new JsonDocument({
      ...Object.fromEntries('abcdefgh'.split('').map((key) => [key, 1])),
      large: wide.value,
    })
    expect(many.openedAtFirst(50)).toEqual(new Set(['$', '$.large', '$.large.small']))
    expect([wide.fitsInto(505), wide.fitsInto(504), wide.fitsInto(12)]).toEqual([true, false, false])
    expect(new JsonDocument(Array.from({ length: 500 }, () => ({}))).openedAtFirst(50)).toEqual(
      new Set(['$']),
    )
  })

  it('finds keys and values, with what is around them', () => {
    expect(document.find('F').map((match) => match.path)).toEqual(['$.e.f'])
    expect(document.find('null')).toEqual([
      { path: '$.a["b c"][1].d', above: ['$', '$.a', '$.a["b c"]', '$.a["b c"][1]'] },
    ])
    expect(document.find('')).toEqual([])
    expect(new JsonDocument(Array.from({ length: 3000 }, () => 'same')).find('same')).toHaveLength(1000)
  })

  it('lists large nodes in steps', () => {
    const large = new JsonDocument(Array.from({ length: CHILDREN_STEP + 5 }, (_, index) => index))
    expect(lines(large, ['$']).at(-1)).toBe('  +5')
    expect(lines(large, ['$'], new Map([['$', 2 * CHILDREN_STEP]]))).toHaveLength(CHILDREN_STEP + 6)
  })

  it.each([['text'], [3], [null], [[]], ['{broken}']])('takes %j', (value) => {
    expect(lines(new JsonDocument(value), ['$'])).toEqual(['$'])
  })
})
