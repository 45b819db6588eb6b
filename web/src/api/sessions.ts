import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'

export interface SessionFilter {
  range: string
  environment?: string[]
  user?: string[]
  q?: string
  errors?: true
}

export const sessionsQuery = (project: string, filter: SessionFilter) =>
  infiniteQueryOptions({
    queryKey: ['sessions', project, 'list', filter],
    initialPageParam: { cursor: undefined as string | undefined, now: 0 },
    queryFn: async ({ pageParam, signal }) => {
      const now = pageParam.now || Date.now()
      const { range, ...rest } = filter
      const { from, to } = resolve(range, new Date(now))
      const page = await unwrap(
        client.GET('/api/app/projects/{project_id}/sessions', {
          params: {
            path: { project_id: project },
            query: {
              ...rest,
              from: from?.toISOString(),
              to: to?.toISOString(),
              cursor: pageParam.cursor,
              limit: 50,
            },
          },
          signal,
        }),
      )
      return { ...page, now }
    },
    getNextPageParam: (last) => (last.nextCursor ? { cursor: last.nextCursor, now: last.now } : undefined),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export const sessionQuery = (project: string, session: string) =>
  queryOptions({
    queryKey: ['sessions', project, 'one', session],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/sessions/{session_id}', {
          params: { path: { project_id: project, session_id: session } },
          signal,
        }),
      ),
  })

/** Scores of a session as a whole. */
export const sessionScoresQuery = (project: string, session: string) =>
  queryOptions({
    queryKey: ['sessions', project, 'one', session, 'scores'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/sessions/{session_id}/scores', {
          params: { path: { project_id: project, session_id: session } },
          signal,
        }),
      ).then((found) => found.items),
  })
