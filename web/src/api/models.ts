import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type ModelRow = Schemas['ModelRow']
export type ModelView = Schemas['ModelView']
export type ModelInput = Schemas['ModelInput']
export type TierInput = Schemas['TierInput']
export type TierView = Schemas['TierView']
export type UnpricedModel = Schemas['UnpricedModelRow']
export type RepriceJob = Schemas['RepriceJobRow']
export type MatchRequest = Schemas['MatchRequest']
export type MatchResult = Schemas['MatchResult']

export const SCOPES = ['all', 'own', 'used', 'managed'] as const
export type Scope = (typeof SCOPES)[number]

const PAGE = 50
const JOB_POLL_MS = 1000

const path = (project: string) => ({ path: { project_id: project } })

/** Definitions with their use, page by page. */
export const modelsQuery = (project: string, scope: Scope, q: string) =>
  infiniteQueryOptions({
    queryKey: ['models', project, 'list', scope, q],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/models', {
          params: { ...path(project), query: { scope, q, offset: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
    placeholderData: keepPreviousData,
  })

/** Models that calls name and nobody has a price for. */
export const unpricedQuery = (project: string) =>
  queryOptions({
    queryKey: ['models', project, 'unpriced'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/models/unpriced', { params: path(project), signal })),
  })

/** Whether a job still has something to do. */
export const isActive = (job: RepriceJob): boolean => job.state === 'waiting' || job.state === 'running'

/** Re-pricing jobs, newest first; asked for again and again while one is at work. */
export const jobsQuery = (project: string) =>
  queryOptions({
    queryKey: ['models', project, 'jobs'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/models/jobs', { params: path(project), signal })),
    refetchInterval: (query) => (query.state.data?.some(isActive) ? JOB_POLL_MS : false),
  })

/** What a call would cost, and by which definition. */
export const matchQuery = (project: string, request: MatchRequest) =>
  queryOptions({
    queryKey: ['models', project, 'match', request],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/models/match', {
          params: path(project),
          body: request,
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Make a model, or put a definition in the place of one. */
export const saveModel = (project: string, id: string | undefined, body: ModelInput): Promise<ModelView> =>
  id === undefined
    ? unwrap(client.POST('/api/app/projects/{project_id}/models', { params: path(project), body }))
    : unwrap(
        client.PUT('/api/app/projects/{project_id}/models/{model_id}', {
          params: { path: { project_id: project, model_id: id } },
          body,
        }),
      )

export async function deleteModel(project: string, id: string): Promise<void> {
  await unwrap(
    client.DELETE('/api/app/projects/{project_id}/models/{model_id}', {
      params: { path: { project_id: project, model_id: id } },
    }),
  )
}

export const repriceAll = (project: string): Promise<RepriceJob> =>
  unwrap(client.POST('/api/app/projects/{project_id}/models/jobs', { params: path(project) }))
