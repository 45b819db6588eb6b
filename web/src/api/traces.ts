import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ListFilter } from '../filters/useFilters'
import { client, unwrap } from './client'
import { listQuery } from './lists'

export const ORDERS = ['time.desc', 'cost.desc', 'duration.desc', 'tokens.desc'] as const

export const facetsQuery = (project: string, filter: ListFilter) =>
  queryOptions({
    queryKey: ['traces', project, 'facets', filter],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/facets', {
          params: { path: { project_id: project }, query: listQuery(filter, new Date()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

export const histogramQuery = (project: string, filter: ListFilter) =>
  queryOptions({
    queryKey: ['traces', project, 'histogram', filter],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/histogram', {
          params: { path: { project_id: project }, query: listQuery(filter, new Date()) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
