import { queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { CreatedApiKey, Me } from './types'

/** What the web app must know about the server; it does not change while the server runs. */
export const instanceQuery = queryOptions({
  queryKey: ['instance'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/app/instance', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

/** The signed-in user with the projects that may be opened. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/app/me', { signal })),
  staleTime: 5 * 60_000,
  retry: false,
})

/** The API keys of a project, without secrets. */
export const keysQuery = (project: string) =>
  queryOptions({
    queryKey: ['keys', project],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/keys', {
          params: { path: { project_id: project } },
          signal,
        }),
      ),
  })

export const signIn = (email: string, password: string): Promise<Me> =>
  unwrap(client.POST('/api/app/auth/login', { body: { email, password } }))

export const signInByLink = (token: string): Promise<Me> =>
  unwrap(client.POST('/api/app/auth/link', { body: { token } }))

export async function signOut(): Promise<void> {
  await unwrap(client.POST('/api/app/auth/logout'))
}

export const createKey = (project: string, note: string): Promise<CreatedApiKey> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/keys', {
      params: { path: { project_id: project } },
      body: { note },
    }),
  )

export async function revokeKey(project: string, key: string): Promise<void> {
  await unwrap(
    client.DELETE('/api/app/projects/{project_id}/keys/{key_id}', {
      params: { path: { project_id: project, key_id: key } },
    }),
  )
}
