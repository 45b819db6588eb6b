import { type ListSearch, readListSearch } from '../../filters/listSearch'

export const SCORES_RANGE = '30d'

/** The search parameters of the list of scores. */
export const validateScores = (search: Record<string, unknown>): ListSearch =>
  readListSearch(search, ['time.desc'], SCORES_RANGE)
