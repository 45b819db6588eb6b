import { type ListSearch, readListSearch } from '../../filters/listSearch'

const OBSERVATION_ORDERS = [
  'time.desc',
  'time.asc',
  'duration.desc',
  'ttft.desc',
  'tokens.desc',
  'cost.desc',
] as const

/** The search parameters of the list of observations. */
export const validateObservations = (search: Record<string, unknown>): ListSearch =>
  readListSearch(search, OBSERVATION_ORDERS)
