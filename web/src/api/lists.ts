import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { filterJson } from '../filters/condition'
import type { ListFilter } from '../filters/useFilters'
import { resolve } from '../time/range'
import { client, unwrap } from './client'
import type { components, operations } from './schema'

type Schemas = components['schemas']
export type TraceLine = Schemas['TraceLine']
export type ObservationRow = Schemas['ObservationRow']
export type ScoreRow = Schemas['ScoreRow']
export type ScoreCell = Schemas['ScoreCell']
export type ScoreDistribution = Schemas['ScoreDistribution']
export type UserRow = Schemas['UserRow']
export type FacetCounts = Schemas['FacetCounts']

export type TraceOrder = NonNullable<NonNullable<operations['listTraces']['parameters']['query']>['order']>
export type ObservationOrder = NonNullable<
  NonNullable<operations['listObservations']['parameters']['query']>['order']
>
export type UserOrder = NonNullable<NonNullable<operations['listUsers']['parameters']['query']>['order']>

export const PAGE_SIZE = 50

/** A page of any list. */
export interface ListPage<Row> {
  items: Row[]
  nextCursor: string | null
  total: number
  /** How many of them are too many to be sorted as asked, and come last. */
  unsorted?: number
}

/** A page with the moment that its relative range counts back from. */
export type TimedPage<Row> = ListPage<Row> & { now: number }

/** Where a page starts. The moment a relative range counts back from is that of the first page, for all pages. */
export interface PageStart {
  cursor: string | undefined
  now: number
}

/** The filter as the server's query parameters; relative ranges count back from `now`. */
export function listQuery(filter: ListFilter, now: Date) {
  const { from, to } = resolve(filter.range, now)
  return {
    from: from?.toISOString(),
    to: to?.toISOString(),
    q: filter.q,
    hidden: filter.hidden,
    filter: filterJson(filter.conditions),
  }
}

/** One page of a list. */
export type PageFetcher<Row> = (
  now: Date,
  cursor: string | undefined,
  signal?: AbortSignal,
) => Promise<ListPage<Row>>

/** A list that is loaded page by page. */
export const listOptions = <Row>(key: readonly unknown[], fetchPage: PageFetcher<Row>) =>
  infiniteQueryOptions({
    queryKey: key,
    initialPageParam: { cursor: undefined, now: 0 } as PageStart,
    queryFn: async ({ pageParam, signal }): Promise<TimedPage<Row>> => {
      const now = pageParam.now || Date.now()
      return { ...(await fetchPage(new Date(now), pageParam.cursor, signal)), now }
    },
    getNextPageParam: (last: TimedPage<Row>): PageStart | undefined =>
      last.nextCursor ? { cursor: last.nextCursor, now: last.now } : undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const fetchTraces =
  (project: string, filter: ListFilter, order: TraceOrder, score: string[]): PageFetcher<TraceLine> =>
  (now, cursor, signal) =>
    unwrap(
      client.GET('/api/app/projects/{project_id}/traces', {
        params: {
          path: { project_id: project },
          query: { ...listQuery(filter, now), order, score, cursor, limit: PAGE_SIZE },
        },
        signal,
      }),
    )

export const fetchObservations =
  (
    project: string,
    filter: ListFilter,
    order: ObservationOrder,
    score: string[],
  ): PageFetcher<ObservationRow> =>
  (now, cursor, signal) =>
    unwrap(
      client.GET('/api/app/projects/{project_id}/observations', {
        params: {
          path: { project_id: project },
          query: { ...listQuery(filter, now), order, score, cursor, limit: PAGE_SIZE },
        },
        signal,
      }),
    )

export const fetchScores =
  (project: string, filter: ListFilter): PageFetcher<ScoreRow> =>
  (now, cursor, signal) =>
    unwrap(
      client.GET('/api/app/projects/{project_id}/scores', {
        params: {
          path: { project_id: project },
          query: { ...listQuery(filter, now), cursor, limit: PAGE_SIZE },
        },
        signal,
      }),
    )

export const fetchUsers =
  (project: string, filter: ListFilter, order: UserOrder): PageFetcher<UserRow> =>
  (now, cursor, signal) =>
    unwrap(
      client.GET('/api/app/projects/{project_id}/users', {
        params: {
          path: { project_id: project },
          query: { ...listQuery(filter, now), order, cursor, limit: PAGE_SIZE },
        },
        signal,
      }),
    )

export const distributionsQuery = (project: string, filter: ListFilter) =>
  queryOptions({
    queryKey: ['scores', project, 'distributions', filter],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/scores/distributions', {
          params: { path: { project_id: project }, query: listQuery(filter, new Date()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export type FacetView = 'traces' | 'observations' | 'scores'

/** Counts of columns, each `column` or `column:key`. */
export const facetCountsQuery = (project: string, view: FacetView, filter: ListFilter, facets: string[]) =>
  queryOptions({
    queryKey: [view, project, 'facets', filter, facets],
    queryFn: async ({ signal }) => {
      const { facets: found } = await unwrap(
        client.GET('/api/app/projects/{project_id}/facets/{view}', {
          params: {
            path: { project_id: project, view },
            query: { ...listQuery(filter, new Date()), facet: facets },
          },
          signal,
        }),
      )
      return found
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })
