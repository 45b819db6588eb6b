import { ORDERS } from '../../api/traces'
import { type ListSearch, readListSearch } from '../../filters/listSearch'

/** The search parameters of the trace list; links from before there were conditions keep working. */
export const validateTraces = (search: Record<string, unknown>): ListSearch => readListSearch(search, ORDERS)
