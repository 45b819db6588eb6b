import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'

function bounds(range: string) {
  const { from, to } = resolve(range, new Date())
  return { from: from?.toISOString(), to: to?.toISOString() }
}

export const ingestionQuery = (project: string, range: string) =>
  queryOptions({
    queryKey: ['ingestion', project, 'summary', range],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/ingestion', {
          params: { path: { project_id: project }, query: bounds(range) },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  })

export const issuesQuery = (project: string, range: string, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['ingestion', project, 'issues', range, kind ?? ''],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/ingestion/issues', {
          params: {
            path: { project_id: project },
            query: { ...bounds(range), kind, cursor: pageParam, limit: 50 },
          },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  })

/** Whether anything from Codex has arrived; asked again every few seconds while `waiting`. */
export const setupQuery = (project: string, waiting: boolean) =>
  queryOptions({
    queryKey: ['setup', project],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/setup/codex', {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
    refetchInterval: waiting ? 3_000 : 30_000,
  })
