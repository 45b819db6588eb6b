import { describe, expect, it } from 'vitest'
import type { Condition } from './condition'
import { choose, chosenOf, limit, on, rangeOf } from './conditions'
import type { FacetSpec } from './facetSpec'

const NAME: FacetSpec = { column: 'name', kind: 'options', label: 'Name' }
const CONTAINS: Condition = { column: 'name', type: 'string', operator: 'contains', value: 'chat' }
const OTHER: Condition = { column: 'level', type: 'stringOptions', operator: 'any of', value: ['ERROR'] }

describe('conditions of a facet', () => {
  it('takes chosen values and gives them back', () => {
    const chosen = choose([OTHER], NAME, ['a', 'b'], 'none of')
    expect(chosenOf(chosen, NAME)).toEqual({ values: ['a', 'b'], operator: 'none of' })
    expect(on(chosen, 'level')).toEqual([OTHER])
    expect(choose(chosen, NAME, [], 'any of')).toEqual([OTHER])
  })

  it('keeps other conditions of the column', () => {
    const chosen = choose([CONTAINS], NAME, ['a'], 'any of')
    expect(on(chosen, 'name')).toHaveLength(2)
    expect(choose(chosen, NAME, [], 'any of')).toEqual([CONTAINS])
  })

  it('shows an exact condition as a chosen value', () => {
    const exact: Condition = { column: 'name', type: 'string', operator: '=', value: 'a' }
    expect(chosenOf([exact], NAME).values).toEqual(['a'])
    expect(choose([exact], NAME, ['a', 'b'], 'any of')).toHaveLength(1)
  })

  it('limits a column to a range, with a key to that key alone', () => {
    const limited = limit([OTHER], 'scores_avg', { from: 0.5 }, 'accuracy')
    const both = limit(limited, 'scores_avg', { from: 0, to: 1 }, 'style')
    expect(rangeOf(both, 'scores_avg', 'accuracy')).toEqual({ from: 0.5 })
    expect(rangeOf(both, 'scores_avg', 'style')).toEqual({ from: 0, to: 1 })
    expect(limit(both, 'scores_avg', {}, 'style')).toEqual(limited)
  })
})
