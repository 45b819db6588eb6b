import type { ModelInput, ModelView, TierInput } from '../../api/models'
import { t } from '../../i18n'
import { shownPrice, typedPrice, unitsAPrice } from './price'

export const OPERATORS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const
export type Operator = (typeof OPERATORS)[number]

export interface ConditionFields {
  key: string
  source: 'usage' | 'model_parameters' | 'metadata'
  pattern: string
  operator: Operator
  value: string
  caseSensitive: boolean
  attribute: string
  values: string
}

export interface TierFields {
  key: string
  name: string
  /** Typed prices by the key of their usage type. */
  prices: Record<string, string>
  conditions: ConditionFields[]
}

export interface TypeFields {
  key: string
  name: string
}

/** The form: usage types are rows and tiers columns, the first of which is the default tier. */
export interface ModelFields {
  name: string
  pattern: string
  /** As a date field writes it, in the reader's own time. */
  start: string
  /** The date of the definition that is edited, which may be finer than the field; empty for a new one. */
  startWas: string
  unit: string
  types: TypeFields[]
  tiers: TierFields[]
  tokenizerId: string | null
  tokenizerConfig: unknown
}

/** What is wrong with a field, by its place in the form. */
export type Problems = Record<string, string>

let count = 0
/** A key for a row that people may rename and remove. */
export const newKey = (): string => `k${count++}`

const FIRST_TYPES = ['input', 'input_cached_tokens', 'output']

export const newCondition = (): ConditionFields => ({
  key: newKey(),
  source: 'usage',
  pattern: '^input',
  operator: 'gt',
  value: '',
  caseSensitive: false,
  attribute: '',
  values: '',
})

/** An empty form; for a model of this name and these usage types when they are known. */
export function emptyFields(name = '', usageTypes: readonly string[] = []): ModelFields {
  const types = (usageTypes.length ? usageTypes : FIRST_TYPES).map((one) => ({ key: newKey(), name: one }))
  return {
    name,
    pattern: name ? patternFor(name) : '',
    start: '',
    startWas: '',
    unit: 'TOKENS',
    types,
    tiers: [{ key: newKey(), name: 'Standard', prices: {}, conditions: [] }],
    tokenizerId: null,
    tokenizerConfig: null,
  }
}

/** A pattern for exactly this name, in any case. */
export function patternFor(name: string): string {
  return name ? `(?i)^${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` : ''
}

/** A definition in the form. */
export function fieldsOf(model: ModelView): ModelFields {
  const names = Object.keys(model.pricingTiers[0]?.prices ?? {})
  const types = names.map((name) => ({ key: newKey(), name }))
  return {
    name: model.modelName,
    pattern: model.matchPattern,
    start: model.startDate ? localTime(new Date(model.startDate)) : '',
    startWas: model.startDate ?? '',
    unit: model.unit ?? 'TOKENS',
    types,
    tiers: model.pricingTiers.map((tier) => ({
      key: newKey(),
      name: tier.name,
      prices: Object.fromEntries(
        types.map((one) => [
          one.key,
          shownPrice(tier.prices[one.name] ?? 0, unitsAPrice(model.unit, one.name)),
        ]),
      ),
      conditions: tier.conditions.map((condition) =>
        'usageDetailPattern' in condition
          ? {
              ...newCondition(),
              pattern: condition.usageDetailPattern,
              operator: condition.operator,
              value: String(condition.value),
              caseSensitive: condition.caseSensitive,
            }
          : {
              ...newCondition(),
              source: condition.source,
              attribute: condition.key,
              values: condition.values.join(', '),
            },
      ),
    })),
    tokenizerId: model.tokenizerId,
    tokenizerConfig: model.tokenizerConfig,
  }
}

/** A tier beside the others, with the prices of the default one to start from. */
export function addTier(fields: ModelFields): ModelFields {
  const tier: TierFields = {
    key: newKey(),
    name: t.models.form.tierNew(fields.tiers.length + 1),
    prices: { ...fields.tiers[0]?.prices },
    conditions: [newCondition()],
  }
  return { ...fields, tiers: [...fields.tiers, tier] }
}

/** What the form says, for the server; and what is wrong with it. The input is only good without problems. */
export function inputOf(fields: ModelFields): { input: ModelInput; problems: Problems } {
  const problems: Problems = {}
  const says = t.models.form.problems
  if (!fields.name.trim()) problems.name = says.name
  if (!fields.pattern) problems.pattern = says.pattern
  const start = fields.start ? new Date(fields.start) : null
  const isDate = start !== null && !Number.isNaN(start.getTime())
  if (start && !isDate) problems.start = says.start
  const isUntouched = fields.startWas !== '' && fields.start === localTime(new Date(fields.startWas))
  checkNames(fields.types, problems, says.typeName, says.typeTwice)
  checkNames(fields.tiers, problems, says.tierName, says.tierTwice)
  const tiers = fields.tiers.map((tier, index): TierInput => {
    const prices: Record<string, number> = {}
    for (const type of fields.types) {
      const price = typedPrice(tier.prices[type.key] ?? '', unitsAPrice(fields.unit, type.name))
      if (price === null) problems[`${tier.key}.${type.key}`] = says.price
      prices[type.name.trim()] = price ?? 0
    }
    if (index > 0 && tier.conditions.length === 0) problems[`${tier.key}.conditions`] = says.conditions
    return {
      name: tier.name.trim(),
      isDefault: index === 0,
      priority: index,
      prices,
      conditions: tier.conditions.map((condition) => conditionOf(condition, problems)),
    }
  })
  return {
    input: {
      modelName: fields.name.trim(),
      matchPattern: fields.pattern,
      startDate: isUntouched ? fields.startWas : isDate ? start.toISOString() : null,
      unit: fields.unit as ModelInput['unit'],
      pricingTiers: tiers,
      tokenizerId: fields.tokenizerId,
      tokenizerConfig: fields.tokenizerConfig as ModelInput['tokenizerConfig'],
    },
    problems,
  }
}

function checkNames(
  rows: { key: string; name: string }[],
  problems: Problems,
  missing: string,
  twice: string,
): void {
  const seen = new Set<string>()
  for (const { key, name } of rows) {
    const clean = name.trim()
    if (!clean) problems[key] = missing
    else if (seen.has(clean)) problems[key] = twice
    seen.add(clean)
  }
}

function conditionOf(condition: ConditionFields, problems: Problems): TierInput['conditions'][number] {
  if (condition.source === 'usage') {
    const value = Number(condition.value)
    if (!condition.pattern || condition.value.trim() === '' || !(value >= 0))
      problems[condition.key] = t.models.form.problems.condition
    return {
      usageDetailPattern: condition.pattern,
      operator: condition.operator,
      value,
      caseSensitive: condition.caseSensitive,
    }
  }
  const values = condition.values
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
  if (!condition.attribute.trim() || values.length === 0)
    problems[condition.key] = t.models.form.problems.condition
  return { source: condition.source, key: condition.attribute.trim(), operator: 'in', values }
}

/** A moment as a date field writes it. */
function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}
