import type { ChangedScoreConfig, NewScoreConfig, ScoreConfig } from '../../api/scoreConfigs'
import { t } from '../../i18n'

const says = t.scoreConfigs.form
const MAX_NAME_CHARACTERS = 35
const NAME = /^[\p{L}\p{N}\p{M}_ .()-]+$/u

export type ConfigType = ScoreConfig['dataType']
export const CONFIG_TYPES: readonly ConfigType[] = ['NUMERIC', 'CATEGORICAL', 'BOOLEAN', 'TEXT']

export interface CategoryFields {
  key: number
  label: string
  value: string
  /** Scores may have it, so that it stays as it is. */
  isFixed: boolean
}

/** What is typed in the form of a score config. */
export interface ConfigFields {
  name: string
  dataType: ConfigType
  min: string
  max: string
  categories: CategoryFields[]
  description: string
}

/** Problems by field: `name`, `min`, `max`, `categories`, or `label 3` and `value 3` by a category's key. */
export type Problems = Partial<Record<string, string>>

let lastKey = 0

export function newCategory(value: string, label = '', isFixed = false): CategoryFields {
  lastKey += 1
  return { key: lastKey, label, value, isFixed }
}

export function emptyConfig(): ConfigFields {
  return {
    name: '',
    dataType: 'NUMERIC',
    min: '',
    max: '',
    categories: [newCategory('1'), newCategory('0')],
    description: '',
  }
}

export function fieldsOf(config: ScoreConfig): ConfigFields {
  const isFixed = config.scoreCount > 0
  return {
    name: config.name,
    dataType: config.dataType,
    min: config.minValue === null ? '' : String(config.minValue),
    max: config.maxValue === null ? '' : String(config.maxValue),
    categories: config.categories.map((one) => newCategory(String(one.value), one.label, isFixed)),
    description: config.description,
  }
}

/** The number that the next category gets: one more than the largest. */
export function nextValue(categories: CategoryFields[]): string {
  const values = categories.map((one) => Number(one.value)).filter(Number.isFinite)
  return String(values.length ? Math.max(...values) + 1 : 1)
}

/** The categories with the one at `at` moved by one place. */
export function moved(categories: CategoryFields[], at: number, by: 1 | -1): CategoryFields[] {
  const one = categories[at]
  const other = categories[at + by]
  return one && other ? categories.with(at, other).with(at + by, one) : categories
}

/** What is wrong with the fields, and with which; `others` are the configs that a name must differ from. */
export function problemsOf(fields: ConfigFields, others: ScoreConfig[]): Problems {
  const problems: Problems = {}
  const name = fields.name.trim()
  const length = [...name].length
  if (!name) problems.name = says.nameMissing
  else if (length > MAX_NAME_CHARACTERS) problems.name = says.nameLong(length)
  else if (!NAME.test(name)) problems.name = says.nameWrong
  else if (others.some((one) => !one.isArchived && one.name === name && one.dataType === fields.dataType)) {
    problems.name = says.nameTaken
  }
  if (fields.dataType === 'NUMERIC') Object.assign(problems, problemsOfRange(fields))
  if (fields.dataType === 'CATEGORICAL') Object.assign(problems, problemsOfCategories(fields.categories))
  return problems
}

function problemsOfRange({ min, max }: ConfigFields): Problems {
  const problems: Problems = {}
  const [low, high] = [numberOf(min), numberOf(max)]
  if (Number.isNaN(low)) problems.min = says.notNumber
  if (Number.isNaN(high)) problems.max = says.notNumber
  if (low !== null && high !== null && high <= low) problems.max = says.maxNotAbove
  return problems
}

function problemsOfCategories(categories: CategoryFields[]): Problems {
  const problems: Problems = {}
  if (categories.length === 0) problems.categories = says.categoriesMissing
  const labels = new Set<string>()
  const values = new Set<number>()
  for (const { key, label, value } of categories) {
    const number = numberOf(value)
    if (!label.trim()) problems[`label ${key}`] = says.labelMissing
    else if (labels.has(label)) problems[`label ${key}`] = says.labelTwice(label)
    if (number === null || Number.isNaN(number)) problems[`value ${key}`] = says.valueMissing
    else if (values.has(number)) problems[`value ${key}`] = says.valueTwice(String(number))
    else values.add(number)
    labels.add(label)
  }
  return problems
}

/** null for nothing, NaN for what is no number. */
function numberOf(text: string): number | null {
  if (text.trim() === '') return null
  const value = Number(text.trim().replace(',', '.'))
  return Number.isFinite(value) ? value : Number.NaN
}

/** The body of a request; the fields have no problems. */
export function inputOf(fields: ConfigFields): NewScoreConfig {
  const isNumber = fields.dataType === 'NUMERIC'
  return {
    name: fields.name.trim(),
    dataType: fields.dataType,
    minValue: isNumber ? numberOf(fields.min) : null,
    maxValue: isNumber ? numberOf(fields.max) : null,
    categories:
      fields.dataType === 'CATEGORICAL'
        ? fields.categories.map(({ label, value }) => ({ label, value: numberOf(value) ?? 0 }))
        : [],
    description: fields.description.trim(),
  }
}

export function changeOf(fields: ConfigFields, revision: number): ChangedScoreConfig {
  const { dataType: _, ...rest } = inputOf(fields)
  return { ...rest, revision }
}

/** The fields, in words, in which two states of a config differ. */
export function differences(before: ScoreConfig, after: ScoreConfig): string[] {
  const found: string[] = []
  if (before.name !== after.name) found.push(says.name)
  if (before.minValue !== after.minValue) found.push(says.min)
  if (before.maxValue !== after.maxValue) found.push(says.max)
  if (JSON.stringify(before.categories) !== JSON.stringify(after.categories)) found.push(says.categories)
  if (before.description !== after.description) found.push(says.description)
  if (before.isArchived !== after.isArchived) found.push(t.scoreConfigs.isArchived)
  return found
}
