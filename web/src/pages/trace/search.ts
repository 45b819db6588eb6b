import { list, text } from '../../app/search'
import { TEXT_VIEWS, type TextView } from '../../text/textView'
import { PANEL_IDS, type SidePanelId } from './side/panelIds'

export const TABS = ['overview', 'scores', 'metadata', 'events', 'json'] as const
export type Tab = (typeof TABS)[number]
const VIEWS = ['waterfall', 'tree', 'transcript', 'graph'] as const
export type View = (typeof VIEWS)[number]
export const LEVELS = ['DEFAULT', 'WARNING', 'ERROR'] as const
export type MinLevel = (typeof LEVELS)[number]

export interface TraceSearch {
  /** The selected observation. */
  o?: string
  tab?: Tab
  view?: View
  /** How inputs and outputs are shown; the reader's own choice when the address says nothing. */
  io?: TextView
  /** Kinds of steps to show; all without it. */
  kind?: string[]
  /** The least level to show. */
  level?: MinLevel
  /** What is open beside the details. */
  panel?: SidePanelId
  /** The comment to show in the side panel. */
  comment?: string
  /** The side panel is about the whole trace although a step is selected. */
  on?: 'trace'
}

/** Langfuse calls the selected observation `observation`; links made by its SDKs work. */
export function validateTrace(search: Record<string, unknown>): TraceSearch {
  const tab = TABS.find((one) => one === search.tab)
  return {
    o: text(search.o) || text(search.observation) || undefined,
    tab: tab === 'overview' ? undefined : tab,
    view: VIEWS.find((one) => one === search.view),
    io: TEXT_VIEWS.find((one) => one === search.io),
    kind: list(search.kind),
    level: LEVELS.find((one) => one === search.level),
    panel: PANEL_IDS.find((one) => one === search.panel),
    comment: text(search.comment) || undefined,
    on: search.on === 'trace' ? 'trace' : undefined,
  }
}
