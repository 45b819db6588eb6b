import { describe, expect, it } from 'vitest'
import { ERRORS_ONLY, filterOfSearch, isNarrowed, readListSearch } from './listSearch'

const ORDERS = ['time.desc', 'cost.desc']

describe('parameters of a list', () => {
  it('reads links from before there were conditions', () => {
    const search = readListSearch({ environment: ['a', 'b'], model: 'gpt-5', errors: '1' }, ORDERS)
    expect(filterOfSearch(search).conditions).toEqual([
      { column: 'environment', type: 'stringOptions', operator: 'any of', value: ['a', 'b'] },
      { column: 'models', type: 'arrayOptions', operator: 'any of', value: ['gpt-5'] },
      ERRORS_ONLY,
    ])
  })

  it('keeps what is the default out of the address', () => {
    expect(readListSearch({ range: '24h', order: 'time.desc', q: '' }, ORDERS)).toEqual({})
    expect(readListSearch({ range: '7d', order: 'cost.desc', hidden: '1' }, ORDERS)).toEqual({
      range: '7d',
      order: 'cost.desc',
      hidden: true,
    })
    expect(readListSearch({ range: 'nonsense', order: 'x' }, ORDERS)).toEqual({})
  })

  it('reads its own address again', () => {
    const search = readListSearch({ filter: 'level;stringOptions;;any of;ERROR' }, ORDERS)
    expect(readListSearch({ ...search }, ORDERS)).toEqual(search)
    expect(isNarrowed(filterOfSearch(search))).toBe(true)
    expect(isNarrowed(filterOfSearch({ range: '7d', hidden: true }))).toBe(false)
  })
})
