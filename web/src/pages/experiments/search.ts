import { list, text } from '../../app/search'
import { isRange } from '../../time/range'

/** Experiments are run now and then: a day would show nothing. */
export const EXPERIMENTS_RANGE = '30d'

/** Everything that narrows or orders the list of experiments. */
export interface ExperimentsSearch {
  range?: string
  q?: string
  dataset?: string[]
  metadata?: string[]
  order?: string
}

const ORDER = /^(last|start|name|items|errors|latency|cost|tokens|score:.+)\.(asc|desc)$/

export function validateExperiments(search: Record<string, unknown>): ExperimentsSearch {
  const order = text(search.order)
  return {
    range: isRange(search.range) && search.range !== EXPERIMENTS_RANGE ? search.range : undefined,
    q: text(search.q) || undefined,
    dataset: list(search.dataset),
    metadata: list(search.metadata)?.filter((one) => one.indexOf(':') > 0),
    order: ORDER.test(order) && order !== 'last.desc' ? order : undefined,
  }
}
