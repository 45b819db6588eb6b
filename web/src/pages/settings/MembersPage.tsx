import { Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { meQuery } from '../../api/account'
import { membersQuery } from '../../api/members'
import {
  type AnyRole,
  changeProjectMember,
  type ProjectPerson,
  peopleQuery,
  refreshPeople,
} from '../../api/organization'
import { useProjectId } from '../../app/useProjectId'
import { type Role, reaches, useRole } from '../../app/useRole'
import { ButtonLink } from '../../components/ButtonLink'
import { ListTable } from '../../components/ListTable'
import { Loaded } from '../../components/PageState'
import { toast, toastError } from '../../components/toast'
import { useFound } from '../../components/useFound'
import { t } from '../../i18n'
import people from '../members/Members.module.css'
import { MembersBound } from '../members/MembersBound'
import { Person, personText } from '../members/Person'
import { RolesTable } from '../members/RolesTable'
import { SettingsPage } from './SettingsPage'

const AS_ORGANIZATION = 'organization'

/** Who may open the project, and as what; admins give roles in this project alone. */
export function MembersPage() {
  const project = useProjectId()
  const role = useRole()
  const { data: me } = useQuery(meQuery)
  const own = me?.projects.find((one) => one.id === project)
  return (
    <SettingsPage
      title={t.settings.members}
      lead={own && t.members.projectLead(own.organizationName)}
      actions={
        own &&
        me?.organizations.some((one) => one.id === own.organizationId && one.role) && (
          <ButtonLink
            to="/organization/$organizationId/settings/members"
            params={{ organizationId: own.organizationId }}
            variant="default"
          >
            {t.members.manage}
          </ButtonLink>
        )
      }
    >
      {reaches(role, 'admin') ? <People project={project} by={role} /> : <Readers project={project} />}
      <RolesTable />
    </SettingsPage>
  )
}

/** What is searched for, in the address. */
function useQueryOfPage() {
  const { q = '' } = useSearch({ from: '/signed-in/project/$projectId/in-settings/settings/members' })
  const navigate = useNavigate({ from: '/project/$projectId/settings/members' })
  return {
    query: q,
    onQuery: (query: string) => void navigate({ search: { q: query || undefined }, replace: true }),
  }
}

/** The same for who may only look. */
function Readers({ project }: { project: string }) {
  const members = useQuery(membersQuery(project))
  const list = useFound({
    rows: members.data,
    textOf: personText,
    placeholder: t.members.find,
    ...useQueryOfPage(),
  })
  return (
    <Loaded query={members}>
      {() => (
        <>
          {list.field}
          {list.shown.length > 0 && (
            <ListTable
              label={t.settings.members}
              className={people.members}
              columns={[t.members.columns.name, t.members.columns.role]}
            >
              {list.shown.map((member) => (
                <tr key={member.id}>
                  <td>
                    <Person person={member} />
                  </td>
                  <td>{t.members.roles[member.role]}</td>
                </tr>
              ))}
            </ListTable>
          )}
          {list.rest}
          <MembersBound count={members.data?.length} />
        </>
      )}
    </Loaded>
  )
}

function People({ project, by }: { project: string; by: Role | undefined }) {
  const found = useQuery(peopleQuery(project))
  const list = useFound({
    rows: found.data,
    textOf: personText,
    placeholder: t.members.find,
    ...useQueryOfPage(),
  })
  const queries = useQueryClient()
  const change = useMutation({
    mutationFn: ({ person, role }: { person: ProjectPerson; role: AnyRole | null }) =>
      changeProjectMember(project, person.id, role),
    onSuccess: async (_, { person, role }) => {
      await refreshPeople(queries)
      const held = role ?? person.organizationRole
      toast(
        t.members.changed(
          person.name || person.email,
          held === 'none' ? t.members.hidden : t.members.roles[held],
        ),
      )
    },
    onError: toastError,
  })
  return (
    <Loaded query={found}>
      {() => (
        <>
          {list.field}
          {list.shown.length > 0 && (
            <ListTable
              label={t.settings.members}
              className={people.members}
              columns={[
                t.members.columns.name,
                t.members.columns.inOrganization,
                t.members.columns.inProject,
              ]}
            >
              {list.shown.map((person) => (
                <tr key={person.id}>
                  <td>
                    <Person person={person} />
                  </td>
                  <td>{organizationRole(person.organizationRole)}</td>
                  <td>
                    <ProjectRole
                      person={person}
                      by={by}
                      onChange={(role) => change.mutate({ person, role })}
                    />
                  </td>
                </tr>
              ))}
            </ListTable>
          )}
          {list.rest}
          <MembersBound count={found.data?.length} />
        </>
      )}
    </Loaded>
  )
}

const organizationRole = (role: AnyRole) =>
  role === 'none' ? t.members.noneInOrganization : t.members.roles[role]

interface ProjectRoleProps {
  person: Pick<ProjectPerson, 'name' | 'email' | 'role' | 'organizationRole' | 'projectRole'>
  by: Role | null | undefined
  onChange: (role: AnyRole | null) => void
}

/** A role in one project, or that of the organisation. */
export function ProjectRole({ person, by, onChange }: ProjectRoleProps) {
  const may = (role: AnyRole) => role === 'none' || reaches(by ?? undefined, role)
  const isOwner = person.organizationRole === 'owner'
  const isLocked = isOwner || (person.role !== null && !may(person.role))
  return (
    <Select
      aria-label={t.members.roleOf(person.name || person.email)}
      className={people.wide}
      value={person.projectRole && !isOwner ? person.projectRole : AS_ORGANIZATION}
      disabled={isLocked}
      title={isOwner ? t.members.ownerEverywhere : isLocked ? t.settings.onlyOwners : undefined}
      allowDeselect={false}
      data={[
        {
          value: AS_ORGANIZATION,
          label: t.members.asOrganization(t.members.roles[person.organizationRole]),
          disabled: !may(person.organizationRole),
        },
        ...(['owner', 'admin', 'member', 'viewer'] as const).map((role) => ({
          value: role,
          label: t.members.roles[role],
          disabled: !may(role),
        })),
        { value: 'none', label: t.members.hidden },
      ]}
      onChange={(value) => value && onChange(value === AS_ORGANIZATION ? null : (value as AnyRole))}
    />
  )
}
