import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type OrganizationView = Schemas['OrganizationView']
export type OrganizationMember = Schemas['OrganizationMember']
export type InvitationRow = Schemas['InvitationRow']
export type NewInvitation = Schemas['NewInvitation']
export type InvitationOffer = Schemas['InvitationOffer']
export type TransferImpact = Schemas['TransferImpactView']
export type ProjectSettings = Schemas['ProjectSettings']
export type ProjectPerson = Schemas['ProjectPerson']
export type BrowserSession = Schemas['BrowserSession']
export type AnyRole = OrganizationMember['role']
export type Edited = Schemas['EditedThing']

const inOrganization = (id: string) => ({ path: { organization_id: id } })
const inProject = (id: string) => ({ path: { project_id: id } })

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/organizations/{organization_id}', { params: inOrganization(id), signal })),
  })

export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'activity'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/organizations/{organization_id}/activity', {
          params: inOrganization(id),
          signal,
        }),
      ),
  })

export const organizationMembersQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'members'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/organizations/{organization_id}/members', {
          params: inOrganization(id),
          signal,
        }),
      ),
  })

export const invitationsQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'invitations'],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/organizations/{organization_id}/invitations', {
          params: inOrganization(id),
          signal,
        }),
      ),
  })

export const projectSettingsQuery = (project: string) =>
  queryOptions({
    queryKey: ['project-settings', project],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/settings', { params: inProject(project), signal })),
  })

export const peopleQuery = (project: string) =>
  queryOptions({
    queryKey: ['members', project, 'people'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/people', { params: inProject(project), signal })),
  })

export const contentsQuery = (project: string) =>
  queryOptions({
    queryKey: ['project-contents', project],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/contents', { params: inProject(project), signal })),
    staleTime: 0,
  })

/** Who would lose and gain access if the project moved. */
export const transferImpactQuery = (project: string, organizationId: string) =>
  queryOptions({
    queryKey: ['transfer-impact', project, organizationId],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/transfer/preview', {
          params: inProject(project),
          body: { organizationId },
          signal,
        }),
      ),
    enabled: organizationId !== '',
    staleTime: 0,
  })

export const sessionsQuery = queryOptions({
  queryKey: ['browser-sessions'],
  queryFn: ({ signal }) => unwrap(client.GET('/api/app/account/sessions', { signal })),
})

export const createOrganization = (name: string) =>
  unwrap(client.POST('/api/app/organizations', { body: { name } }))

export const changeOrganization = (id: string, body: Edited) =>
  unwrap(client.PATCH('/api/app/organizations/{organization_id}', { params: inOrganization(id), body }))

export const deleteOrganization = (id: string, name: string) =>
  unwrap(
    client.DELETE('/api/app/organizations/{organization_id}', { params: inOrganization(id), body: { name } }),
  )

export const createProject = (organization: string, name: string) =>
  unwrap(
    client.POST('/api/app/organizations/{organization_id}/projects', {
      params: inOrganization(organization),
      body: { name },
    }),
  )

export const changeProject = (project: string, body: Edited) =>
  unwrap(client.PATCH('/api/app/projects/{project_id}', { params: inProject(project), body }))

export const deleteProject = (project: string, name: string) =>
  unwrap(client.DELETE('/api/app/projects/{project_id}', { params: inProject(project), body: { name } }))

export const transferProject = (project: string, organizationId: string) =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/transfer', {
      params: inProject(project),
      body: { organizationId },
    }),
  )

export const changeMember = (organization: string, user: string, role: AnyRole) =>
  unwrap(
    client.PUT('/api/app/organizations/{organization_id}/members/{user_id}', {
      params: { path: { organization_id: organization, user_id: user } },
      body: { role },
    }),
  )

export const removeMember = (organization: string, user: string) =>
  unwrap(
    client.DELETE('/api/app/organizations/{organization_id}/members/{user_id}', {
      params: { path: { organization_id: organization, user_id: user } },
    }),
  )

export const changeMemberInProject = (
  organization: string,
  user: string,
  project: string,
  role: AnyRole | null,
) =>
  unwrap(
    client.PUT('/api/app/organizations/{organization_id}/members/{user_id}/projects/{project_id}', {
      params: { path: { organization_id: organization, user_id: user, project_id: project } },
      body: { role },
    }),
  )

export const changeProjectMember = (project: string, user: string, role: AnyRole | null) =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/members/{user_id}', {
      params: { path: { project_id: project, user_id: user } },
      body: { role },
    }),
  )

export const createInvitation = (organization: string, body: NewInvitation) =>
  unwrap(
    client.POST('/api/app/organizations/{organization_id}/invitations', {
      params: inOrganization(organization),
      body,
    }),
  )

export const revokeInvitation = (organization: string, invitation: string) =>
  unwrap(
    client.DELETE('/api/app/organizations/{organization_id}/invitations/{invitation_id}', {
      params: { path: { organization_id: organization, invitation_id: invitation } },
    }),
  )

export const lookAtInvitation = (token: string) =>
  unwrap(client.POST('/api/app/invitations/look', { body: { token } }))

export const acceptInvitation = (token: string) =>
  unwrap(client.POST('/api/app/invitations/accept', { body: { token } }))

export const joinAsNewUser = (body: Schemas['NewAccount']) =>
  unwrap(client.POST('/api/app/invitations/join', { body }))

export const changeName = (name: string) => unwrap(client.PATCH('/api/app/account', { body: { name } }))

export const changePassword = (current: string, next: string) =>
  unwrap(client.PUT('/api/app/account/password', { body: { current, new: next } }))

export const endOtherSessions = () => unwrap(client.DELETE('/api/app/account/sessions'))

export const endSession = (id: string) =>
  unwrap(client.DELETE('/api/app/account/sessions/{session_id}', { params: { path: { session_id: id } } }))

/** After a change of people or names: everything that shows them. */
export async function refreshPeople(queries: QueryClient): Promise<void> {
  await Promise.all(
    ['me', 'organization', 'members', 'project-settings', 'audit'].map((key) =>
      queries.invalidateQueries({ queryKey: [key] }),
    ),
  )
}
