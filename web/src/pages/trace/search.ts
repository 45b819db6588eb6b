import { text } from '../../app/search'

export const TABS = ['overview', 'metadata', 'events', 'json'] as const
export type Tab = (typeof TABS)[number]
export const VIEWS = ['waterfall', 'tree', 'transcript'] as const
export type View = (typeof VIEWS)[number]

export interface TraceSearch {
  /** The selected observation. */
  o?: string
  tab?: Tab
  view?: View
}

/** Langfuse calls the selected observation `observation`; links made by its SDKs work. */
export function validateTrace(search: Record<string, unknown>): TraceSearch {
  const tab = TABS.find((one) => one === search.tab)
  return {
    o: text(search.o) || text(search.observation) || undefined,
    tab: tab === 'overview' ? undefined : tab,
    view: VIEWS.find((one) => one === search.view),
  }
}
