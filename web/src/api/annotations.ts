import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { type AnnotationSubject, idsOf } from '../annotate/subject'
import { client, unwrap } from './client'
import { deleteScores } from './deletion'
import { sessionScoresQuery } from './sessions'
import { traceScoresQuery } from './trace'
import type { SubjectScore } from './types'

export interface NewAnnotation {
  configId: string
  value: number | string
  comment: string
  queueId?: string
}

/** Scores of a subject, among others of the same trace or session. */
export const subjectScoresQuery = (project: string, subject: AnnotationSubject) =>
  queryOptions({
    ...(subject.kind === 'session'
      ? sessionScoresQuery(project, subject.sessionId)
      : traceScoresQuery(project, subject.traceId)),
  })

/** Make or change the user's own score for a config on a subject. */
export const annotate = (
  project: string,
  subject: AnnotationSubject,
  body: NewAnnotation,
): Promise<SubjectScore> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/annotations', {
      params: { path: { project_id: project } },
      body: { queueId: '', ...body, ...idsOf(subject) },
    }),
  )

/** Keep the user's own correction of an output. */
export const correct = (
  project: string,
  traceId: string,
  observationId: string,
  value: string,
): Promise<SubjectScore> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/corrections', {
      params: { path: { project_id: project } },
      body: { traceId, observationId, value, comment: '' },
    }),
  )

/** Delete one score. */
export const deleteScore = (project: string, id: string) => deleteScores(project, [id])

/** Shows a change of a score at once wherever scores of its subject are shown, and then loads them again. */
export async function showScore(
  queries: QueryClient,
  project: string,
  change: { score: SubjectScore } | { deleted: string },
): Promise<void> {
  const id = 'score' in change ? change.score.id : change.deleted
  const isOfScores = ({ queryKey: [area, of, ...rest] }: { queryKey: readonly unknown[] }) =>
    (area === 'trace' || area === 'sessions') && of === project && rest.at(-1) === 'scores'
  queries.setQueriesData<SubjectScore[]>({ predicate: isOfScores }, (scores) => {
    if (!scores) return scores
    const at = scores.findIndex((score) => score.id === id)
    if ('deleted' in change) return at < 0 ? scores : scores.toSpliced(at, 1)
    if (at >= 0) return scores.with(at, change.score)
    const isHere = scores.some(
      (score) =>
        (score.traceId && score.traceId === change.score.traceId) ||
        (score.sessionId && score.sessionId === change.score.sessionId),
    )
    return isHere ? [...scores, change.score] : scores
  })
  await Promise.all([
    queries.invalidateQueries({ predicate: isOfScores }),
    queries.invalidateQueries({ queryKey: ['scores', project] }),
  ])
}
