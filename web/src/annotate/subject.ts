import type { SubjectScore } from '../api/types'

/** What a person judges. */
export type AnnotationSubject =
  | { kind: 'trace'; traceId: string }
  | { kind: 'observation'; traceId: string; observationId: string }
  | { kind: 'session'; sessionId: string }

export interface SubjectIds {
  traceId: string
  observationId: string
  sessionId: string
}

/** The ids of a subject as the API takes them, `''` for what it does not have. */
export function idsOf(subject: AnnotationSubject): SubjectIds {
  return {
    traceId: subject.kind === 'session' ? '' : subject.traceId,
    observationId: subject.kind === 'observation' ? subject.observationId : '',
    sessionId: subject.kind === 'session' ? subject.sessionId : '',
  }
}

/** Whether a score judges this subject itself. */
export function isOn(score: SubjectScore, subject: AnnotationSubject): boolean {
  const ids = idsOf(subject)
  return (
    score.traceId === ids.traceId &&
    score.observationId === ids.observationId &&
    score.sessionId === ids.sessionId
  )
}
