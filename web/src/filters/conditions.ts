import type { Condition } from './condition'
import type { FacetSpec } from './facetSpec'

export type Conditions = readonly Condition[]

/** The conditions of one column; with `key`, of that key alone. */
export function on(conditions: Conditions, column: string, key?: string): Condition[] {
  return conditions.filter((one) => one.column === column && (key === undefined || (one.key ?? '') === key))
}

/** All conditions but those of one column (and key), followed by new ones for it. */
export function replaced(
  conditions: Conditions,
  column: string,
  next: Conditions,
  key?: string,
): Condition[] {
  return [
    ...conditions.filter((one) => one.column !== column || (key !== undefined && (one.key ?? '') !== key)),
    ...next,
  ]
}

/** All conditions but one. */
export const without = (conditions: Conditions, gone: Condition): Condition[] =>
  conditions.filter((one) => one !== gone)

const LIST_TYPES = {
  options: 'stringOptions',
  array: 'arrayOptions',
  scoreCategory: 'categoryOptions',
} as const

/** Chosen values of a facet with how they are meant; nothing chosen when the column has no such condition. */
export function chosenOf(
  conditions: Conditions,
  spec: FacetSpec,
  key?: string,
): { values: string[]; operator: string } {
  const found = on(conditions, spec.column, key).find((one) => Array.isArray(one.value))
  if (found && Array.isArray(found.value)) return { values: found.value, operator: found.operator }
  const exact = on(conditions, spec.column, key).find((one) => one.type === 'string' && one.operator === '=')
  return { values: exact ? [String(exact.value)] : [], operator: 'any of' }
}

/** Conditions with these values chosen; other conditions of the column, such as `contains`, stay. */
export function choose(
  conditions: Conditions,
  spec: FacetSpec,
  values: string[],
  operator: string,
  key?: string,
): Condition[] {
  const type = LIST_TYPES[spec.kind as keyof typeof LIST_TYPES] ?? 'stringOptions'
  const others = on(conditions, spec.column, key).filter(
    (one) => !Array.isArray(one.value) && !(one.type === 'string' && one.operator === '='),
  )
  const next: Condition[] = values.length
    ? [{ column: spec.column, type, operator, value: values, ...(key ? { key } : {}) }]
    : []
  return replaced(conditions, spec.column, [...others, ...next], key)
}

export interface Range {
  from?: number
  to?: number
}

/** The range that the conditions of a column leave; open sides are undefined. */
export function rangeOf(conditions: Conditions, column: string, key?: string): Range {
  const range: Range = {}
  for (const { operator, value } of on(conditions, column, key)) {
    if (typeof value !== 'number') continue
    if (operator === '>=' || operator === '>' || operator === '=') range.from = value
    if (operator === '<=' || operator === '<' || operator === '=') range.to = value
  }
  return range
}

/** Conditions with a range for a column, both ends included. */
export function limit(conditions: Conditions, column: string, range: Range, key?: string): Condition[] {
  const type = key === undefined ? 'number' : 'numberObject'
  const next: Condition[] = []
  const common = key === undefined ? { column } : { column, key }
  if (range.from !== undefined) next.push({ ...common, type, operator: '>=', value: range.from })
  if (range.to !== undefined) next.push({ ...common, type, operator: '<=', value: range.to })
  return replaced(conditions, column, next, key)
}
