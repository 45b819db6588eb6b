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

/** Whom a key speaks for: a project, or an organisation, which manages its projects. */
export interface KeyOwner {
  kind: 'project' | 'organization'
  id: string
}

/** The API keys of a project or an organisation, without secrets. */
export const keysQuery = ({ kind, id }: KeyOwner) =>
  queryOptions({
    queryKey: ['keys', kind, id],
    queryFn: ({ signal }) =>
      unwrap(
        kind === 'project'
          ? client.GET('/api/app/projects/{project_id}/keys', {
              params: { path: { project_id: id } },
              signal,
            })
          : client.GET('/api/app/organizations/{organization_id}/keys', {
              params: { path: { organization_id: id } },
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

/** A new key; it ends by itself after `days`, or never. */
export const createKey = (
  { kind, id }: KeyOwner,
  note: string,
  days: number | null = null,
): Promise<CreatedApiKey> => {
  const body = { note, expiresInDays: days }
  return unwrap(
    kind === 'project'
      ? client.POST('/api/app/projects/{project_id}/keys', { params: { path: { project_id: id } }, body })
      : client.POST('/api/app/organizations/{organization_id}/keys', {
          params: { path: { organization_id: id } },
          body,
        }),
  )
}

export async function revokeKey({ kind, id }: KeyOwner, key: string): Promise<void> {
  await unwrap(
    kind === 'project'
      ? client.DELETE('/api/app/projects/{project_id}/keys/{key_id}', {
          params: { path: { project_id: id, key_id: key } },
        })
      : client.DELETE('/api/app/organizations/{organization_id}/keys/{key_id}', {
          params: { path: { organization_id: id, key_id: key } },
        }),
  )
}
