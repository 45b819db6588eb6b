import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'

/** What the trace list is narrowed to; the same for list, facets and histogram. */
export interface TraceFilter {
  range: string
  environment?: string[]
  user?: string[]
  model?: string[]
  name?: string[]
  source?: string[]
  session?: string
  errors?: true
  q?: string
  hidden?: true
}

export const ORDERS = ['time.desc', 'cost.desc', 'duration.desc', 'tokens.desc'] as const
export type TraceOrder = (typeof ORDERS)[number]

export const PAGE_SIZE = 50

function filterQuery(filter: TraceFilter, now: Date) {
  const { range, ...rest } = filter
  const { from, to } = resolve(range, now)
  return { ...rest, from: from?.toISOString(), to: to?.toISOString() }
}

/** One page of the list; relative ranges count back from `now`. */
export const fetchTraces = (
  project: string,
  filter: TraceFilter,
  order: TraceOrder,
  now: Date,
  cursor: string | undefined,
  signal?: AbortSignal,
) =>
  unwrap(
    client.GET('/api/app/projects/{project_id}/traces', {
      params: {
        path: { project_id: project },
        query: { ...filterQuery(filter, now), order, cursor, limit: PAGE_SIZE },
      },
      signal,
    }),
  )

/** Where a page starts. The moment a relative range counts back from is that of the first page, for all pages. */
export interface PageStart {
  cursor: string | undefined
  now: number
}

export const tracesQuery = (project: string, filter: TraceFilter, order: TraceOrder) =>
  infiniteQueryOptions({
    queryKey: ['traces', project, 'list', filter, order],
    initialPageParam: { cursor: undefined, now: 0 } as PageStart,
    queryFn: async ({ pageParam, signal }) => {
      const now = pageParam.now || Date.now()
      const page = await fetchTraces(project, filter, order, new Date(now), pageParam.cursor, signal)
      return { ...page, now }
    },
    getNextPageParam: (last): PageStart | undefined =>
      last.nextCursor ? { cursor: last.nextCursor, now: last.now } : undefined,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const facetsQuery = (project: string, filter: TraceFilter) =>
  queryOptions({
    queryKey: ['traces', project, 'facets', filter],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/facets', {
          params: { path: { project_id: project }, query: filterQuery(filter, new Date()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

export const histogramQuery = (project: string, filter: TraceFilter) =>
  queryOptions({
    queryKey: ['traces', project, 'histogram', filter],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/histogram', {
          params: { path: { project_id: project }, query: filterQuery(filter, new Date()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
