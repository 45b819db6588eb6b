import type { SubjectScore } from '../../../api/types'

const NUMBER = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })

/** The value of a score in words: its category, `True`, its text, or the number to four digits. */
export function scoreText(score: SubjectScore): string {
  if (score.dataType === 'NUMERIC') return score.value === null ? '–' : NUMBER.format(score.value)
  if (score.dataType === 'BOOLEAN') return score.stringValue ?? (score.value ? 'True' : 'False')
  return score.stringValue ?? (score.value === null ? '–' : NUMBER.format(score.value))
}

/** How a score is coloured: only yes and no have a colour, since nobody knows which way a number is good. */
export function scoreTone(score: SubjectScore): 'ok' | 'error' | 'quiet' {
  if (score.dataType !== 'BOOLEAN') return 'quiet'
  return score.value === 1 || score.stringValue === 'True' ? 'ok' : 'error'
}

/** Scores by what they judge: an observation's id, or `''` for the trace itself. Sub-agents' own scores are theirs. */
export function scoresBySubject(scores: SubjectScore[], traceId: string): Map<string, SubjectScore[]> {
  const found = new Map<string, SubjectScore[]>()
  for (const score of scores) {
    if (!score.observationId && score.traceId !== traceId) continue
    const list = found.get(score.observationId)
    if (list) list.push(score)
    else found.set(score.observationId, [score])
  }
  return found
}
