import { flag, list, text } from '../app/search'
import { DEFAULT_RANGE, isRange } from '../time/range'
import { type Condition, type ConditionType, readFilter, writeFilter } from './condition'
import type { ListFilter } from './useFilters'

/** The search parameters of a list: everything that narrows or orders it. */
export interface ListSearch {
  range?: string
  q?: string
  filter?: string
  hidden?: true
  order?: string
}

/** Columns that had a parameter of their own before there were conditions; old links keep working. */
const FORMER: Record<string, { column: string; type: ConditionType }> = {
  environment: { column: 'environment', type: 'stringOptions' },
  user: { column: 'userId', type: 'stringOptions' },
  model: { column: 'models', type: 'arrayOptions' },
  name: { column: 'name', type: 'stringOptions' },
  source: { column: 'source', type: 'stringOptions' },
  session: { column: 'sessionId', type: 'stringOptions' },
}

/** The former parameters leave the address as soon as it changes. */
const GONE: Record<string, undefined> = Object.fromEntries(
  [...Object.keys(FORMER), 'errors'].map((name) => [name, undefined]),
)

/** Reads a list's parameters; `orders` are those that it knows, the first is its own. */
export function readListSearch(
  search: Record<string, unknown>,
  orders: readonly string[],
  defaultRange = DEFAULT_RANGE,
): ListSearch {
  const order = orders.find((one) => one === search.order)
  const written = readFilter(text(search.filter))
  const known = new Set(written.map((one) => JSON.stringify(one)))
  const former = formerConditions(search).filter((one) => !known.has(JSON.stringify(one)))
  const conditions = [...written, ...former]
  return {
    ...GONE,
    range: isRange(search.range) && search.range !== defaultRange ? search.range : undefined,
    q: text(search.q) || undefined,
    filter: writeFilter(conditions),
    hidden: flag(search.hidden),
    order: order === orders[0] ? undefined : order,
  }
}

function formerConditions(search: Record<string, unknown>): Condition[] {
  const found: Condition[] = []
  for (const [name, { column, type }] of Object.entries(FORMER)) {
    const value = list(search[name])
    if (value) found.push({ column, type, operator: 'any of', value })
  }
  if (flag(search.errors)) found.push(ERRORS_ONLY)
  return found
}

/** What the button for errors chooses. */
export const ERRORS_ONLY: Condition = {
  column: 'level',
  type: 'stringOptions',
  operator: 'any of',
  value: ['ERROR'],
}

/** The filter that a search stands for, with the default range filled in. */
export function filterOfSearch(search: ListSearch, defaultRange = DEFAULT_RANGE): ListFilter {
  return {
    range: search.range ?? defaultRange,
    q: search.q,
    hidden: search.hidden,
    conditions: readFilter(search.filter ?? ''),
  }
}

/** Whether anything but the time range narrows the list. */
export const isNarrowed = (filter: ListFilter): boolean => Boolean(filter.q) || filter.conditions.length > 0
