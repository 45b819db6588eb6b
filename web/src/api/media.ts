import { queryOptions } from '@tanstack/react-query'
import { ApiError, client, unwrap } from './client'

/** What is known of a file. It never changes once it has arrived: the id is made from the content. */
export const mediaQuery = (project: string, media: string) =>
  queryOptions({
    queryKey: ['media', project, media],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/media/{media_id}', {
          params: { path: { project_id: project, media_id: media } },
          signal,
        }),
      ),
    staleTime: 5 * 60_000,
    // SDKs send spans and files apart: one that is not there yet may come within seconds.
    refetchInterval: ({ state }) =>
      state.dataUpdateCount + state.errorUpdateCount < 5 && isExpected(state.data, state.error)
        ? 3_000
        : false,
    retry: (count, error) => !(error instanceof ApiError && error.status === 404) && count < 2,
  })

/** The files of a trace and its observations with the fields that they belong to. */
export const traceMediaQuery = (project: string, trace: string) =>
  queryOptions({
    queryKey: ['trace', project, trace, 'media'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/traces/{trace_id}/media', {
          params: { path: { project_id: project, trace_id: trace } },
          signal,
        }),
      ),
    staleTime: 30_000,
  })

/** Where the browser gets the file itself. */
export function mediaContentUrl(project: string, media: string): string {
  return `/api/app/projects/${encodeURIComponent(project)}/media/${encodeURIComponent(media)}/content`
}

interface Arrival {
  uploadedAt: string | null
  uploadError: string | null
}

function isExpected(file: Arrival | undefined, error: Error | null): boolean {
  if (file) return !file.uploadedAt && !file.uploadError
  return error instanceof ApiError && error.status === 404
}
