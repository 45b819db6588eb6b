import { describe, expect, it } from 'vitest'
import type { ModelView } from '../../api/models'
import { addTier, emptyFields, fieldsOf, inputOf, newCondition, patternFor } from './formState'
import { dollars, shownPrice, typedPrice, unitsAPrice } from './price'

const model: ModelView = {
  id: 'm',
  modelName: 'house',
  matchPattern: '^house$',
  startDate: '2026-01-02T03:04:05.678Z',
  unit: 'TOKENS',
  tokenizerId: 'openai',
  tokenizerConfig: { a: 1 },
  isManaged: false,
  provider: '',
  createdAt: '2026-01-01T00:00:00.000Z',
  pricingTiers: [
    {
      id: 'a',
      name: 'Standard',
      isDefault: true,
      priority: 0,
      conditions: [],
      prices: { input: 2.5e-6, output: 1e-5 },
    },
    {
      id: 'b',
      name: 'Long',
      isDefault: false,
      priority: 3,
      conditions: [
        { usageDetailPattern: '^input', operator: 'gt', value: 200000, caseSensitive: true },
        { source: 'metadata', key: 'plan', operator: 'in', values: ['a', 'b c'] },
      ],
      prices: { input: 5e-6, output: 2e-5 },
    },
  ],
}

describe('a definition in the form', () => {
  it('comes out as it went in', () => {
    const { input, problems } = inputOf(fieldsOf(model))
    expect(problems).toEqual({})
    expect(input).toEqual({
      modelName: 'house',
      matchPattern: '^house$',
      startDate: model.startDate,
      unit: 'TOKENS',
      tokenizerId: 'openai',
      tokenizerConfig: { a: 1 },
      pricingTiers: model.pricingTiers.map(({ id: _id, ...tier }, index) => ({ ...tier, priority: index })),
    })
  })

  it('shows prices of tokens by the million', () => {
    const fields = fieldsOf(model)
    expect(Object.values(fields.tiers[0]?.prices ?? {})).toEqual(['2.5', '10'])
  })

  it('takes another date when one is typed', () => {
    const { input } = inputOf({ ...fieldsOf(model), start: '2026-05-01T00:00' })
    expect(input.startDate).toBe(new Date('2026-05-01T00:00').toISOString())
    expect(inputOf({ ...fieldsOf(model), start: '' }).input.startDate).toBeNull()
  })

  it('starts a tier from the prices of the first', () => {
    const fields = addTier(fieldsOf(model))
    expect(fields.tiers[2]?.prices).toEqual(fields.tiers[0]?.prices)
    expect(inputOf(fields).problems).toEqual({
      [fields.tiers[2]?.conditions[0]?.key ?? '']: expect.any(String),
    })
  })
})

describe('what is missing', () => {
  it('is told field by field', () => {
    const fields = emptyFields()
    const { problems } = inputOf(fields)
    const tier = fields.tiers[0]?.key
    expect(Object.keys(problems).sort()).toEqual(
      ['name', 'pattern', ...fields.types.map((type) => `${tier}.${type.key}`)].sort(),
    )
  })

  it('names usage types and tiers that are there twice', () => {
    const fields = fieldsOf(model)
    const [first, second] = fields.types
    const [, long] = fields.tiers
    if (!first || !second || !long) throw new Error('two of each')
    const twice = { ...fields, types: [first, { ...second, name: ' input ' }] }
    expect(Object.keys(inputOf(twice).problems)).toEqual([second.key])
    const tiers = { ...fields, tiers: [fields.tiers[0], { ...long, name: 'Standard', conditions: [] }] }
    expect(Object.keys(inputOf(tiers as typeof fields).problems)).toEqual([
      long.key,
      `${long.key}.conditions`,
    ])
  })

  it('is an empty condition', () => {
    const fields = fieldsOf(model)
    const wrong = { ...newCondition(), source: 'metadata' as const, attribute: 'k', values: ' , ' }
    const tiers = fields.tiers.map((tier, index) => (index ? { ...tier, conditions: [wrong] } : tier))
    expect(Object.keys(inputOf({ ...fields, tiers }).problems)).toEqual([wrong.key])
  })
})

describe('patterns and prices', () => {
  it('matches exactly the name', () => {
    expect(patternFor('gpt-4.1 (x)')).toBe('(?i)^gpt-4\\.1 \\(x\\)$')
    expect(patternFor('')).toBe('')
  })

  it.each([
    ['2.5', 2.5e-6],
    ['.1', 1e-7],
    ['0', 0],
    ['3.', 3e-6],
    ['0,15', 1.5e-7],
    ['', null],
    ['-1', null],
    ['x', null],
    ['1e400', null],
    ['Infinity', null],
  ])('reads %s', (text, price) => {
    expect(typedPrice(text, unitsAPrice('TOKENS'))).toBe(price)
  })

  it('counts searches and requests one by one', () => {
    for (const type of ['web_search_queries', 'request', 'requests', 'groundingQueries'])
      expect(unitsAPrice('TOKENS', type)).toBe(1)
    for (const type of ['input', 'output_tokens', 'thoughtsTokenCount'])
      expect(unitsAPrice(null, type)).toBe(1_000_000)
    const searched = {
      ...model,
      pricingTiers: [{ ...model.pricingTiers[0], prices: { input: 1e-6, web_search_queries: 0.01 } }],
    } as ModelView
    const fields = fieldsOf(searched)
    expect(Object.values(fields.tiers[0]?.prices ?? {})).toEqual(['1', '0.01'])
    expect(inputOf(fields).input.pricingTiers?.[0]?.prices).toEqual({ input: 1e-6, web_search_queries: 0.01 })
  })

  it('shows no dust', () => {
    expect(shownPrice(1e-7 * 3, 1_000_000)).toBe('0.3')
    expect(dollars(2.5e-6, 1_000_000)).toBe('$2.50')
    expect(dollars(1.25e-7, 1_000_000)).toBe('$0.125')
    expect(dollars(0.04, unitsAPrice('IMAGES'))).toBe('$0.04')
  })
})
