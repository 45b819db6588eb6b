import { formatDayClock } from '../format/moment'
import { t } from '../i18n'
import type { Condition } from './condition'
import type { FacetSpec } from './facetSpec'

/** A condition in words: what it looks at, how, and for what. */
export interface Description {
  name: string
  operator: string
  value: string
}

const MOST_VALUES = 3

/** The condition as its chip says it; `spec` is the facet of its column, if the list has one. */
export function describeCondition(condition: Condition, spec: FacetSpec | undefined): Description {
  const { column, key, type, operator, value } = condition
  const label = spec?.label ?? column
  const name = key ? `${label} · ${key}` : label
  const words = t.filters.operators[operator] ?? operator
  if (type === 'null') return { name, operator: words, value: '' }
  if (Array.isArray(value)) {
    const names = value.map((one) => (one === '' ? t.common.none : (spec?.nameOf?.(one) ?? one)))
    const more = names.length - MOST_VALUES
    const shown = names.slice(0, MOST_VALUES).join(', ')
    // "is" needs no word; an exclusion, or that all must be there, does.
    const only = operator === 'any of' ? ':' : words
    return { name, operator: only, value: more > 0 ? `${shown} +${more}` : shown }
  }
  if (typeof value === 'boolean') {
    const isYes = value === (operator === '=')
    const { yes, no } = type === 'booleanObject' ? t.scores : t.filters
    return { name, operator: ':', value: isYes ? yes : no }
  }
  if (type === 'datetime') return { name, operator: words, value: formatDayClock(new Date(String(value))) }
  return { name, operator: words, value: `${value ?? ''}${spec?.unit === 'seconds' ? ' s' : ''}` }
}
