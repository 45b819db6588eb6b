import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'
import type { components, operations } from './schema'

type Schemas = components['schemas']

export type KnownScore = Schemas['KnownScore']
export type ScoreAnalysis = Schemas['ScoreAnalysis']
export type ScoreAgreement = Schemas['ScoreAgreement']
export type NumberAgreement = Schemas['NumberAgreement']
export type LabelAgreement = Schemas['LabelAgreement']
export type SubjectOfCell = Schemas['SubjectOfCell']
export type AxisView = Schemas['AxisView']

type OneQuery = NonNullable<operations['analyseScore']['parameters']['query']>
type TwoQuery = NonNullable<operations['compareScores']['parameters']['query']>
type CellQuery = NonNullable<operations['listSubjectsOfCell']['parameters']['query']>

/** The scores of one name, source and type; with an author, those of one person. */
export interface ScoreChoice {
  name: string
  source: OneQuery['source']
  type: OneQuery['type']
  author: string
}

/** What all scores of an analysis have in common. */
export interface AnalyticsScope {
  range: string
  subject: NonNullable<OneQuery['subject']>[number] | undefined
}

/** Which scores belong together: those of the same object, or all within a trace. */
export type Match = NonNullable<TwoQuery['match']>

/** A cell of a comparison. */
export type Cell = Pick<
  CellQuery,
  'label' | 'label2' | 'low' | 'high' | 'low2' | 'high2' | 'closed' | 'closed2'
>

function scopeQuery({ range, subject }: AnalyticsScope) {
  const { from, to } = resolve(range, new Date())
  return { from: from?.toISOString(), to: to?.toISOString(), subject: subject ? [subject] : undefined }
}

/** Two scores to compare. */
export interface Comparison {
  a: ScoreChoice
  b: ScoreChoice
  match: Match
}

const pairQuery = ({ a, b, match }: Comparison) => ({
  match,
  name: a.name,
  source: a.source,
  author: a.author,
  type: a.type as TwoQuery['type'],
  name2: b.name,
  source2: b.source,
  author2: b.author,
})

/** What can be analysed. */
export const knownScoresQuery = (project: string, scope: AnalyticsScope) =>
  queryOptions({
    queryKey: ['scores', project, 'analytics', 'choices', scope],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/scores/analytics/choices', {
          params: { path: { project_id: project }, query: scopeQuery(scope) },
          signal,
        }),
      ),
    select: (found) => found.items,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const analysisQuery = (project: string, choice: ScoreChoice, scope: AnalyticsScope) =>
  queryOptions({
    queryKey: ['scores', project, 'analytics', 'one', choice, scope],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/scores/analytics/one', {
          params: { path: { project_id: project }, query: { ...scopeQuery(scope), ...choice } },
          signal,
        }),
      ),
    staleTime: 10_000,
  })

export const agreementQuery = (project: string, compared: Comparison, scope: AnalyticsScope) =>
  queryOptions({
    queryKey: ['scores', project, 'analytics', 'agreement', compared, scope],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/scores/analytics/agreement', {
          params: { path: { project_id: project }, query: { ...scopeQuery(scope), ...pairQuery(compared) } },
          signal,
        }),
      ),
    staleTime: 10_000,
  })

/** The latest subjects of a cell. */
export const cellQuery = (project: string, compared: Comparison, scope: AnalyticsScope, cell: Cell) =>
  queryOptions({
    queryKey: ['scores', project, 'analytics', 'subjects', compared, scope, cell],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/scores/analytics/subjects', {
          params: {
            path: { project_id: project },
            query: { ...scopeQuery(scope), ...pairQuery(compared), ...cell },
          },
          signal,
        }),
      ).then((found) => found.items),
    staleTime: 10_000,
  })
