import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type ScoreConfig = Schemas['ScoreConfigView']
export type NewScoreConfig = Schemas['NewScoreConfig']
export type ChangedScoreConfig = Schemas['ChangedScoreConfig']

const path = (project: string) => ({ path: { project_id: project } })
const one = (project: string, id: string) => ({ path: { project_id: project, config_id: id } })

/** What scores may be: the configs of a project, oldest first, archived ones too. */
export const scoreConfigsQuery = (project: string) =>
  queryOptions({
    queryKey: ['score-configs', project],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/score-configs', { params: path(project), signal }),
      ).then((found) => found.items),
    staleTime: 30_000,
  })

export const createScoreConfig = (project: string, body: NewScoreConfig): Promise<ScoreConfig> =>
  unwrap(client.POST('/api/app/projects/{project_id}/score-configs', { params: path(project), body }))

export const changeScoreConfig = (
  project: string,
  id: string,
  body: ChangedScoreConfig,
): Promise<ScoreConfig> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/score-configs/{config_id}', {
      params: one(project, id),
      body,
    }),
  )

/** Archive a config, or restore it. Without a revision it does so whatever it has become. */
export const setScoreConfigArchived = (
  project: string,
  id: string,
  isArchived: boolean,
  revision?: number,
): Promise<ScoreConfig> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/score-configs/{config_id}/state', {
      params: one(project, id),
      body: { isArchived, revision: revision ?? null },
    }),
  )
