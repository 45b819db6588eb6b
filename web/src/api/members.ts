import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type ProjectMember = Schemas['ProjectMember']

/** The people who may open a project, with their role in it, by name. */
export const membersQuery = (project: string) =>
  queryOptions({
    queryKey: ['members', project],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/members', {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
    staleTime: 60_000,
  })
