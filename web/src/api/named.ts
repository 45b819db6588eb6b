import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'

/** How many of a kind are named at once. */
const MOST = 6

const FINDERS = {
  prompts: async (project: string, q: string, signal: AbortSignal) => {
    const { items } = await unwrap(
      client.GET('/api/app/projects/{project_id}/prompts', {
        params: { path: { project_id: project }, query: { q, limit: MOST } },
        signal,
      }),
    )
    return items.filter((one) => one.kind === 'prompt').map(({ name }) => ({ id: name, name }))
  },
  datasets: async (project: string, q: string, signal: AbortSignal) => {
    const { items } = await unwrap(
      client.GET('/api/app/projects/{project_id}/datasets', {
        params: { path: { project_id: project }, query: { q, limit: MOST } },
        signal,
      }),
    )
    return items.map(({ id, name }) => ({ id, name }))
  },
  experiments: async (project: string, q: string, signal: AbortSignal) => {
    const { items } = await unwrap(
      client.GET('/api/app/projects/{project_id}/experiments', {
        params: { path: { project_id: project }, query: { q, limit: MOST } },
        signal,
      }),
    )
    return items.map(({ id, name }) => ({ id, name }))
  },
  queues: async (project: string, q: string, signal: AbortSignal) => {
    const { items } = await unwrap(
      client.GET('/api/app/projects/{project_id}/annotation-queues', {
        params: { path: { project_id: project } },
        signal,
      }),
    )
    const word = q.toLowerCase()
    return items
      .filter(({ name }) => name.toLowerCase().includes(word))
      .slice(0, MOST)
      .map(({ id, name }) => ({ id, name }))
  },
}

/** What can be found by its name. */
export type NamedKind = keyof typeof FINDERS
export const NAMED_KINDS = Object.keys(FINDERS) as NamedKind[]

/** Things of a project whose name holds `q`. */
export const namedQuery = (project: string, kind: NamedKind, q: string) =>
  queryOptions({
    queryKey: ['named', project, kind, q],
    queryFn: ({ signal }) => FINDERS[kind](project, q, signal),
    enabled: q !== '',
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  })
