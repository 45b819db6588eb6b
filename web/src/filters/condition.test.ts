import { describe, expect, it } from 'vitest'
import { type Condition, readFilter, writeFilter } from './condition'

const ALL: Condition[] = [
  { column: 'environment', type: 'stringOptions', operator: 'any of', value: ['a|b', 'c\\d', 'e,f;g%'] },
  { column: 'tags', type: 'arrayOptions', operator: 'all of', value: ['x', 'y'] },
  { column: 'latency', type: 'number', operator: '>=', value: 1.5 },
  { column: 'metadata', type: 'stringObject', operator: 'contains', value: 'ein Wörtchen', key: 'a;b,c' },
  { column: 'scores_avg', type: 'numberObject', operator: '<', value: 0.2, key: 'accuracy' },
  { column: 'isRootObservation', type: 'boolean', operator: '=', value: false },
  { column: 'endTime', type: 'null', operator: 'is null' },
]

describe('filter in the address', () => {
  it('comes back as it was written', () => {
    expect(readFilter(writeFilter(ALL) ?? '')).toEqual(ALL)
  })

  it('is short and readable', () => {
    expect(writeFilter(ALL.slice(1, 3))).toBe('tags;arrayOptions;;all of;x|y,latency;number;;>=;1.5')
    expect(writeFilter([])).toBeUndefined()
  })

  it('reads the JSON of the API', () => {
    expect(readFilter(JSON.stringify(ALL))).toEqual(ALL)
  })

  it('reads addresses of Langfuse, whose values are encoded', () => {
    expect(readFilter('traceName;stringOptions;;any%20of;chat%20turn%7Cother')).toEqual([
      { column: 'traceName', type: 'stringOptions', operator: 'any of', value: ['chat turn', 'other'] },
    ])
  })

  it('leaves out what it cannot read, and keeps the rest', () => {
    expect(readFilter('nonsense,latency;number;;>;x,level;stringOptions;;any of;ERROR')).toEqual([
      { column: 'level', type: 'stringOptions', operator: 'any of', value: ['ERROR'] },
    ])
    expect(readFilter('[{"column": 5}, null, 3]')).toEqual([])
    expect(readFilter('[broken')).toEqual([])
  })
})
