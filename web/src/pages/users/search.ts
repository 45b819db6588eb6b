import { type ListSearch, readListSearch } from '../../filters/listSearch'

export const USERS_RANGE = '30d'
const USER_ORDERS = ['last.desc', 'traces.desc', 'tokens.desc', 'cost.desc'] as const

/** The search parameters of the list of users. */
export const validateUsers = (search: Record<string, unknown>): ListSearch =>
  readListSearch(search, USER_ORDERS, USERS_RANGE)
