import { ORDERS, type TraceFilter, type TraceOrder } from '../../api/traces'
import { flag, list, text } from '../../app/search'
import { DEFAULT_RANGE, isRange } from '../../time/range'

/** The search parameters of the trace list: everything that narrows or orders it. */
export interface TracesSearch extends Partial<TraceFilter> {
  order?: TraceOrder
}

export function validateTraces(search: Record<string, unknown>): TracesSearch {
  const order = ORDERS.find((one) => one === search.order)
  return {
    range: isRange(search.range) && search.range !== DEFAULT_RANGE ? search.range : undefined,
    environment: list(search.environment),
    user: list(search.user),
    model: list(search.model),
    name: list(search.name),
    source: list(search.source),
    session: text(search.session) || undefined,
    errors: flag(search.errors),
    q: text(search.q) || undefined,
    hidden: flag(search.hidden),
    order: order === 'time.desc' ? undefined : order,
  }
}

/** The filter that a search stands for, with the default range filled in. */
export function filterOf({ order: _, ...filter }: TracesSearch): TraceFilter {
  return { ...filter, range: filter.range ?? DEFAULT_RANGE }
}

/** Whether anything but the time range narrows the list. */
export function isNarrowed({ range: _, hidden: __, ...filter }: TraceFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined)
}
