import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'

export const traceQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'head'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ),
  })

/** All observations of a trace without their texts, column by column. */
export const skeletonQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'skeleton'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/skeleton', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ),
    // Comparing old and new column by column would cost more than drawing again.
    structuralSharing: false,
  })

/** One observation with its texts. `trace` is its own trace, which differs from the page's for sub-agents. */
export const observationQuery = (project: string, trace: string, observation: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'observation', observation],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/observations/{observation_id}', {
          params: { path: { project_id: project, trace_id: trace, observation_id: observation } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })

/** The events behind a trace, or behind one observation of it, as the agent sent them. */
export const eventsQuery = (project: string, trace: string, observation: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['trace', project, trace, 'events', observation ?? ''],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/events', {
          params: {
            path: { project_id: project, trace_id: trace },
            query: { observation, cursor: pageParam, limit: 50 },
          },
          signal,
        }),
      ),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })

/** Scores of a trace, of its observations and of its sub-agents. */
export const traceScoresQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'scores'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/scores', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ).then((found) => found.items),
  })

/** Which observations are steps of an agent graph. */
export const agentStepsQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'agent-steps'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/agent-steps', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ),
  })

/** The traces right before and after one in time. */
export const neighboursQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'neighbours'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/neighbours', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ),
    staleTime: 60_000,
  })
