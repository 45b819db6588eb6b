import type { QueryClient } from '@tanstack/react-query'
import type { AnnotationSubject } from '../../annotate/subject'
import type { SubjectLine } from '../../api/queues'
import { sessionQuery, sessionScoresQuery } from '../../api/sessions'
import { observationQuery, skeletonQuery, traceQuery, traceScoresQuery } from '../../api/trace'

/** What the annotation panel takes for an object of a queue; undefined while its trace is not known. */
export function annotated(subject: SubjectLine): AnnotationSubject | undefined {
  if (subject.objectType === 'SESSION') return { kind: 'session', sessionId: subject.objectId }
  if (subject.objectType === 'TRACE') return { kind: 'trace', traceId: subject.objectId }
  if (!subject.traceId) return undefined
  return { kind: 'observation', traceId: subject.traceId, observationId: subject.objectId }
}

/** Loads what will be shown of an object, so that it is there at once. */
export function prefetchSubject(queries: QueryClient, project: string, subject: SubjectLine): void {
  if (!subject.exists) return
  const keep = { staleTime: 30_000 }
  if (subject.objectType === 'SESSION') {
    void queries.prefetchQuery({ ...sessionQuery(project, subject.objectId), ...keep })
    void queries.prefetchQuery({ ...sessionScoresQuery(project, subject.objectId), ...keep })
    return
  }
  const { traceId } = subject
  void queries.prefetchQuery({ ...traceQuery(project, traceId), ...keep })
  void queries.prefetchQuery({ ...skeletonQuery(project, traceId), ...keep })
  void queries.prefetchQuery({ ...traceScoresQuery(project, traceId), ...keep })
  if (subject.objectType === 'OBSERVATION') {
    void queries.prefetchQuery(observationQuery(project, traceId, subject.objectId))
  }
}
