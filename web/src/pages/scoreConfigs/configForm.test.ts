import { describe, expect, it } from 'vitest'
import type { ScoreConfig } from '../../api/scoreConfigs'
import { emptyConfig, fieldsOf, inputOf, moved, newCategory, nextValue, problemsOf } from './configForm'

const CONFIG: ScoreConfig = {
  id: 'c',
  name: 'kind',
  dataType: 'CATEGORICAL',
  minValue: null,
  maxValue: null,
  categories: [
    { label: 'good', value: 1 },
    { label: 'bad', value: 0 },
  ],
  description: '',
  isArchived: false,
  createdAt: '',
  updatedAt: '',
  revision: 1,
  scoreCount: 2,
}

describe('the form of a score config', () => {
  it('goes back to what it was made of', () => {
    const { name, dataType, minValue, maxValue, categories, description } = CONFIG
    expect(inputOf(fieldsOf(CONFIG))).toEqual({ name, dataType, minValue, maxValue, categories, description })
    expect(fieldsOf(CONFIG).categories.every((one) => one.isFixed)).toBe(true)
  })

  it.each(['', 'a/b', 'x'.repeat(36), '<b>'])('refuses the name %j', (name) => {
    expect(problemsOf({ ...emptyConfig(), name }, [])).toHaveProperty('name')
  })

  it('refuses the name of another open config of the type', () => {
    const fields = fieldsOf(CONFIG)
    expect(problemsOf(fields, [CONFIG])).toHaveProperty('name')
    expect(problemsOf(fields, [{ ...CONFIG, isArchived: true }])).toEqual({})
    expect(problemsOf({ ...fields, dataType: 'TEXT' }, [CONFIG])).toEqual({})
  })

  it('reads ranges with point or comma, and refuses those that hold nothing', () => {
    const fields = { ...emptyConfig(), name: 'n', min: '0,5', max: '1.5' }
    expect(problemsOf(fields, [])).toEqual({})
    expect(inputOf(fields)).toMatchObject({ minValue: 0.5, maxValue: 1.5 })
    expect(problemsOf({ ...fields, max: '0.5' }, [])).toHaveProperty('max')
    expect(problemsOf({ ...fields, min: 'low' }, [])).toHaveProperty('min')
  })

  it('names the category that is wrong', () => {
    const categories = [newCategory('1', 'a'), newCategory('1', 'a'), newCategory('', '')]
    const problems = problemsOf({ ...emptyConfig(), name: 'n', dataType: 'CATEGORICAL', categories }, [])
    const [, second, third] = categories.map((one) => one.key)
    expect(Object.keys(problems).sort()).toEqual(
      [`label ${second}`, `label ${third}`, `value ${second}`, `value ${third}`].sort(),
    )
  })

  it('moves categories within the list, and numbers further ones', () => {
    const list = [newCategory('1', 'a'), newCategory('7', 'b')]
    expect(moved(list, 0, 1).map((one) => one.label)).toEqual(['b', 'a'])
    expect(moved(list, 0, -1)).toBe(list)
    expect(nextValue(list)).toBe('8')
    expect(nextValue([])).toBe('1')
  })
})
