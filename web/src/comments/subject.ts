import type { AnnotationSubject } from '../annotate/subject'
import type { CommentSubject } from '../api/comments'

/** What the panel beside a trace or session is about, as what is commented on. */
export function commentSubjectOf(subject: AnnotationSubject): CommentSubject {
  switch (subject.kind) {
    case 'trace':
      return { objectType: 'TRACE', objectId: subject.traceId, traceId: subject.traceId }
    case 'observation':
      return { objectType: 'OBSERVATION', objectId: subject.observationId, traceId: subject.traceId }
    case 'session':
      return { objectType: 'SESSION', objectId: subject.sessionId }
  }
}

export const keyOf = ({ objectType, objectId, traceId }: CommentSubject) =>
  [objectType, traceId ?? '', objectId].join(' ')
