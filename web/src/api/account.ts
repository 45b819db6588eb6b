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

/** Whom a key speaks for: the project, or its organisation, which manages its projects. */
export type KeyScope = 'project' | 'organisation'

/** The API keys of a project or of its organisation, without secrets. */
export const keysQuery = (project: string, scope: KeyScope = 'project') =>
  queryOptions({
    queryKey: ['keys', project, scope],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET(
          scope === 'project'
            ? '/api/app/projects/{project_id}/keys'
            : '/api/app/projects/{project_id}/organisation/keys',
          { params: { path: { project_id: project } }, signal },
        ),
      ),
  })

export const signIn = (email: string, password: string): Promise<Me> =>
  unwrap(client.POST('/api/app/auth/login', { body: { email, password } }))

export const signInByLink = (token: string): Promise<Me> =>
  unwrap(client.POST('/api/app/auth/link', { body: { token } }))

export async function signOut(): Promise<void> {
  await unwrap(client.POST('/api/app/auth/logout'))
}

/** A new key; it ends by itself after `days`, or never. */
export const createKey = (
  project: string,
  note: string,
  scope: KeyScope = 'project',
  days: number | null = null,
): Promise<CreatedApiKey> =>
  unwrap(
    client.POST(
      scope === 'project'
        ? '/api/app/projects/{project_id}/keys'
        : '/api/app/projects/{project_id}/organisation/keys',
      { params: { path: { project_id: project } }, body: { note, expiresInDays: days } },
    ),
  )

export async function revokeKey(project: string, key: string, scope: KeyScope = 'project'): Promise<void> {
  await unwrap(
    client.DELETE(
      scope === 'project'
        ? '/api/app/projects/{project_id}/keys/{key_id}'
        : '/api/app/projects/{project_id}/organisation/keys/{key_id}',
      { params: { path: { project_id: project, key_id: key } } },
    ),
  )
}
