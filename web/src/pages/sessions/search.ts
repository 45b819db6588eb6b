import type { SessionFilter } from '../../api/sessions'
import { flag, list, text } from '../../app/search'
import { isRange } from '../../time/range'
import { PANEL_IDS, type SidePanelId } from '../trace/side/panelIds'

export type SessionsSearch = Partial<SessionFilter>

/** Sessions are looked back at over a longer time than single traces. */
export const SESSIONS_RANGE = '7d'

export function validateSessions(search: Record<string, unknown>): SessionsSearch {
  return {
    range: isRange(search.range) && search.range !== SESSIONS_RANGE ? search.range : undefined,
    environment: list(search.environment),
    user: list(search.user),
    errors: flag(search.errors),
    q: text(search.q) || undefined,
  }
}

export interface OneSessionSearch {
  /** What is open beside the conversation. */
  panel?: SidePanelId
  /** The comment to show there. */
  comment?: string
}

export const validateSession = (search: Record<string, unknown>): OneSessionSearch => ({
  panel: PANEL_IDS.find((one) => one === search.panel),
  comment: text(search.comment) || undefined,
})
