/** Types of conditions in the API's filter language. */
export type ConditionType =
  | 'datetime'
  | 'string'
  | 'number'
  | 'stringOptions'
  | 'categoryOptions'
  | 'arrayOptions'
  | 'stringObject'
  | 'numberObject'
  | 'booleanObject'
  | 'boolean'
  | 'null'
  | 'positionInTrace'

export type ConditionValue = string | number | boolean | string[]

/** One condition of the API's filter language; `key` names the metadata key or the score. */
export interface Condition {
  column: string
  type: ConditionType
  operator: string
  value?: ConditionValue
  key?: string
}

const TYPES = new Set<string>([
  'datetime',
  'string',
  'number',
  'stringOptions',
  'categoryOptions',
  'arrayOptions',
  'stringObject',
  'numberObject',
  'booleanObject',
  'boolean',
  'null',
  'positionInTrace',
])
const LISTS = new Set<ConditionType>(['stringOptions', 'categoryOptions', 'arrayOptions'])
const NUMBERS = new Set<ConditionType>(['number', 'numberObject', 'positionInTrace'])
const BOOLEANS = new Set<ConditionType>(['boolean', 'booleanObject'])

/**
 * The conditions of a `filter` parameter: the API's JSON, or the compact form of Langfuse's addresses
 * (`column;type;key;operator;value`, comma-separated). What cannot be read is left out.
 */
export function readFilter(text: string): Condition[] {
  if (!text.trim()) return []
  if (!text.trimStart().startsWith('[')) {
    return text.split(',').flatMap((part) => readCompact(part) ?? [])
  }
  try {
    const found: unknown = JSON.parse(text)
    return Array.isArray(found) ? found.flatMap((one) => readJson(one) ?? []) : []
  } catch {
    return []
  }
}

/** The compact form for the address; undefined when nothing narrows, so that the parameter leaves the URL. */
export function writeFilter(conditions: readonly Condition[]): string | undefined {
  return conditions.map(writeCompact).join(',') || undefined
}

/** The address of a list with one value chosen. */
export const onlyFilter = (column: string, value: string): { filter: string | undefined } => ({
  filter: writeFilter([{ column, type: 'stringOptions', operator: 'any of', value: [value] }]),
})

/** The JSON that the server reads; undefined without a condition. */
export function filterJson(conditions: readonly Condition[]): string | undefined {
  return conditions.length ? JSON.stringify(conditions) : undefined
}

function readJson(one: unknown): Condition | null {
  if (!one || typeof one !== 'object') return null
  const { column, type, operator, value, key } = one as Record<string, unknown>
  if (typeof column !== 'string' || typeof type !== 'string' || !TYPES.has(type)) return null
  const condition: Condition = {
    column,
    type: type as ConditionType,
    operator: typeof operator === 'string' ? operator : '',
  }
  if (typeof key === 'string' && key) condition.key = key
  if (Array.isArray(value)) condition.value = value.filter((item): item is string => typeof item === 'string')
  else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    condition.value = value
  return condition
}

function readCompact(part: string): Condition | null {
  const [column, type, key = '', operator, raw] = part.split(';')
  if (!column || !type || !TYPES.has(type) || !operator || raw === undefined) return null
  const kind = type as ConditionType
  const condition: Condition = { column, type: kind, operator: decode(operator) }
  if (key) condition.key = decode(key)
  const value = readValue(kind, decode(raw))
  if (value === null) return null
  if (value !== undefined) condition.value = value
  return condition
}

/** The value in its type; undefined for none, null when it is not one. */
function readValue(type: ConditionType, text: string): ConditionValue | null | undefined {
  if (type === 'null' || (type === 'positionInTrace' && text === '')) return undefined
  if (LISTS.has(type)) {
    if (text === '') return type === 'stringOptions' ? [''] : []
    return splitValues(text)
  }
  if (NUMBERS.has(type)) return Number.isFinite(Number(text)) ? Number(text) : null
  return BOOLEANS.has(type) ? text === 'true' : text
}

function writeCompact({ column, type, operator, value, key }: Condition): string {
  const text = Array.isArray(value)
    ? value.map((item) => item.replace(/[\\|]/g, '\\$&')).join('|')
    : String(value ?? '')
  return [column, type, encode(key ?? ''), operator, encode(text)].join(';')
}

/** Split at `|`; a backslash keeps the character after it. */
function splitValues(text: string): string[] {
  const values = ['']
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '|') {
      values.push('')
      continue
    }
    if (text[at] === '\\' && at + 1 < text.length) at += 1
    values.push((values.pop() ?? '') + text[at])
  }
  return values
}

// The address is encoded once more as a whole; here only what would break the form has to go.
const encode = (text: string) => text.replace(/[%;,]/g, encodeURIComponent)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
