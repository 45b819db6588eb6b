import { Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
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
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { toast, toastError } from '../../components/toast'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import members from '../members/Members.module.css'
import { Person } from '../members/Person'
import { RolesTable } from '../members/RolesTable'
import classes from './Settings.module.css'

const AS_ORGANIZATION = 'organization'

/** Who may open the project, and as what; admins give roles in this project alone. */
export function MembersPage() {
  const project = useProjectId()
  const role = useRole()
  const { data: me } = useQuery(meQuery)
  const own = me?.projects.find((one) => one.id === project)
  useTitle(t.settings.members)
  return (
    <div className={classes.root}>
      <PageHead title={t.settings.members}>
        {own && me?.organizations.some((one) => one.id === own.organizationId && one.role) && (
          <ButtonLink
            to="/organization/$organizationId/settings/members"
            params={{ organizationId: own.organizationId }}
            variant="default"
          >
            {t.members.manage}
          </ButtonLink>
        )}
      </PageHead>
      <div className={classes.body}>
        {own && <p className={classes.lead}>{t.members.projectLead(own.organizationName)}</p>}
        {reaches(role, 'admin') ? <People project={project} by={role} /> : <Readers project={project} />}
        <RolesTable />
      </div>
    </div>
  )
}

/** The same for who may only look. */
function Readers({ project }: { project: string }) {
  const { data, error } = useQuery(membersQuery(project))
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={tables.frame} tabIndex={0} role="region" aria-label={t.settings.members}>
      <table className={`${tables.table} ${members.members}`}>
        <thead>
          <tr>
            <th>{t.members.columns.name}</th>
            <th>{t.members.columns.role}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((member) => (
            <tr key={member.id}>
              <td>
                <Person person={member} />
              </td>
              <td>{t.members.roles[member.role]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function People({ project, by }: { project: string; by: Role | undefined }) {
  const { data, error } = useQuery(peopleQuery(project))
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
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={tables.frame} tabIndex={0} role="region" aria-label={t.settings.members}>
      <table className={`${tables.table} ${members.members}`}>
        <thead>
          <tr>
            <th>{t.members.columns.name}</th>
            <th>{t.members.columns.inOrganization}</th>
            <th>{t.members.columns.inProject}</th>
          </tr>
        </thead>
        <tbody>
          {data.map((person) => (
            <tr key={person.id}>
              <td>
                <Person person={person} />
              </td>
              <td>{organizationRole(person.organizationRole)}</td>
              <td>
                <ProjectRole person={person} by={by} onChange={(role) => change.mutate({ person, role })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
      className={members.wide}
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
