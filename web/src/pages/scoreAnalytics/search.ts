import type { Match } from '../../api/scoreAnalytics'
import { text } from '../../app/search'
import { isRange } from '../../time/range'
import { readChoice } from './choice'

export const ANALYTICS_RANGE = '30d'
export const SUBJECTS = ['trace', 'observation', 'session', 'run'] as const
export type Subject = (typeof SUBJECTS)[number]

export const MATCHES = ['subject', 'trace'] as const satisfies readonly Match[]

export interface ScoreAnalyticsSearch {
  /** The first score, as `writeChoice` writes it; without it the most frequent one. */
  a?: string
  /** The score to compare it with. */
  b?: string
  range?: string
  /** The kind of what is judged; all without it. */
  subject?: Subject
  /** Which scores are compared; without it those of the same object. */
  match?: Match
}

const choice = (value: unknown) => (readChoice(text(value) ?? '') ? text(value) : undefined)

export const validateScoreAnalytics = (search: Record<string, unknown>): ScoreAnalyticsSearch => ({
  a: choice(search.a),
  b: choice(search.b),
  range: isRange(search.range) && search.range !== ANALYTICS_RANGE ? search.range : undefined,
  subject: SUBJECTS.find((one) => one === search.subject),
  match: MATCHES.find((one) => one === search.match && one !== 'subject'),
})
