import { client, unwrap } from './client'

/** Delete traces with their observations and scores, for good; seen by the next read. */
export const deleteTraces = (project: string, ids: string[]) =>
  unwrap(
    client.DELETE('/api/app/projects/{project_id}/traces', {
      params: { path: { project_id: project } },
      body: { ids },
    }),
  )

/** Delete scores, for good; seen by the next read. */
export const deleteScores = (project: string, ids: string[]) =>
  unwrap(
    client.DELETE('/api/app/projects/{project_id}/scores', {
      params: { path: { project_id: project } },
      body: { ids },
    }),
  )
