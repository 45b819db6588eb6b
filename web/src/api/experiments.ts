import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'
import { PAGE_SIZE, type PageFetcher } from './lists'
import type { components } from './schema'

type Schemas = components['schemas']
export type ExperimentRow = Schemas['ExperimentRow']
export type ExperimentScore = Schemas['ExperimentScore']
export type RunScore = Schemas['RunScore']
export type Comparison = Schemas['Comparison']
export type ComparedRun = Schemas['ComparedRun']
export type TextPlace = Schemas['TextPlaceBody']
export type CellTexts = Schemas['CellTexts']

/** What the list of experiments is narrowed by. */
export interface ExperimentFilter {
  range: string
  q?: string
  dataset?: readonly string[]
  /** `key:text` each. */
  metadata?: readonly string[]
}

export const fetchExperiments =
  (project: string, filter: ExperimentFilter, order: string, limit = PAGE_SIZE): PageFetcher<ExperimentRow> =>
  (now, cursor, signal) => {
    const { from, to } = resolve(filter.range, now)
    return unwrap(
      client.GET('/api/app/projects/{project_id}/experiments', {
        params: {
          path: { project_id: project },
          query: {
            from: from?.toISOString(),
            to: to?.toISOString(),
            q: filter.q,
            dataset: filter.dataset?.slice(),
            metadata: filter.metadata?.slice(),
            order,
            cursor,
            limit,
          },
        },
        signal,
      }),
    )
  }

/** The datasets that experiments can be narrowed to, with how many runs each has. */
export const experimentDatasetsQuery = (project: string) =>
  queryOptions({
    queryKey: ['datasets', project, 'names'],
    queryFn: async ({ signal }) => {
      const { items } = await unwrap(
        client.GET('/api/app/projects/{project_id}/datasets', {
          params: { path: { project_id: project }, query: { limit: 200 } },
          signal,
        }),
      )
      return items.map(({ id, name, runCount }) => ({ id, name, count: runCount }))
    },
    staleTime: 30_000,
  })

/** The last experiments by name, to choose one from. */
export const experimentChoicesQuery = (project: string, q: string, dataset: string) =>
  queryOptions({
    queryKey: ['experiments', project, 'choices', q, dataset],
    queryFn: ({ signal }) =>
      fetchExperiments(
        project,
        { range: 'all', q, dataset: dataset ? [dataset] : undefined },
        'last.desc',
        30,
      )(new Date(), undefined, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const comparisonQuery = (project: string, runs: readonly string[]) =>
  queryOptions({
    queryKey: ['experiments', project, 'comparison', runs],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/experiments/comparison', {
          params: { path: { project_id: project }, query: { run: runs.slice() } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const comparisonSearchQuery = (project: string, runs: readonly string[], q: string) =>
  queryOptions({
    queryKey: ['experiments', project, 'comparison', runs, 'search', q],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/experiments/comparison/search', {
          params: { path: { project_id: project }, query: { run: runs.slice(), q } },
          signal,
        }),
      ),
    enabled: q !== '',
    staleTime: 30_000,
  })

/** The beginnings of texts, or some whole with their scores; in the order of the places. */
export const readTexts = (project: string, places: TextPlace[], whole: boolean, signal?: AbortSignal) =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/experiments/comparison/texts', {
      params: { path: { project_id: project } },
      body: { places, whole },
      signal,
    }),
  )

export const wholeTextsQuery = (project: string, places: TextPlace[]) =>
  queryOptions({
    queryKey: ['experiments', project, 'texts', places],
    queryFn: ({ signal }) => readTexts(project, places, true, signal),
    enabled: places.length > 0,
    staleTime: 60_000,
  })

/** Where the comparison is to be had as a file. */
export const exportAddress = (project: string, runs: readonly string[]): string =>
  `/api/app/projects/${encodeURIComponent(project)}/experiments/comparison/export?${new URLSearchParams(
    runs.map((run) => ['run', run]),
  )}`

/** Delete experiments; their traces stay unless they are to go too. Seen by the next read. */
export const deleteExperiments = (project: string, ids: string[], withTraces: boolean) =>
  unwrap(
    client.DELETE('/api/app/projects/{project_id}/experiments', {
      params: { path: { project_id: project } },
      body: { ids, withTraces },
    }),
  )
