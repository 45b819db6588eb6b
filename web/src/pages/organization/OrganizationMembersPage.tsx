import { Button, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import {
  type AnyRole,
  changeMember,
  type OrganizationMember,
  organizationMembersQuery,
  organizationQuery,
  refreshPeople,
  removeMember,
} from '../../api/organization'
import { reaches } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { ListTable } from '../../components/ListTable'
import { Loaded } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { toast, toastError } from '../../components/toast'
import { useFound } from '../../components/useFound'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import people from '../members/Members.module.css'
import { MembersBound } from '../members/MembersBound'
import { Person, personText } from '../members/Person'
import { RoleSelect } from '../members/RoleSelect'
import { RolesTable } from '../members/RolesTable'
import { SettingsPage } from '../settings/SettingsPage'
import { Invitations } from './Invitations'
import { InviteDialog } from './InviteDialog'
import { MemberProjects } from './MemberProjects'
import { useOrganization } from './OrganizationFrame'

const nameOf = (member: OrganizationMember) => member.name || member.email

/** Who is in the organisation, as what, and who is invited. */
export function OrganizationMembersPage() {
  const { id, me, own } = useOrganization()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const members = useQuery(organizationMembersQuery(id))
  const data = members.data
  const { q = '' } = useSearch({ from: '/signed-in/organization/$organizationId/settings/members' })
  const list = useFound({
    rows: data,
    textOf: personText,
    placeholder: t.members.find,
    query: q,
    onQuery: (query) =>
      void navigate({
        to: '/organization/$organizationId/settings/members',
        params: { organizationId: id },
        search: { q: query || undefined },
        replace: true,
      }),
  })
  const { data: organization } = useQuery(organizationQuery(id))
  const [inviting, setInviting] = useState(false)
  const [removing, setRemoving] = useState<OrganizationMember | null>(null)
  const [setting, setSetting] = useState<string | null>(null)
  const role = own?.role ?? undefined
  const isAdmin = reaches(role, 'admin')
  const owners = data?.filter((one) => one.role === 'owner').length ?? 0
  const change = useMutation({
    mutationFn: ({ member, to }: { member: OrganizationMember; to: AnyRole }) =>
      changeMember(id, member.id, to),
    onSuccess: async (_, { member, to }) => {
      await refreshPeople(queries)
      toast(
        t.members.changed(nameOf(member), to === 'none' ? t.members.noneInOrganization : t.members.roles[to]),
      )
    },
    onError: toastError,
  })
  const open = data?.find((one) => one.id === setting)
  const isMe = removing?.id === me?.id
  return (
    <SettingsPage
      title={t.settings.members}
      note={data && formatCount(data.length)}
      lead={t.members.lead}
      actions={
        isAdmin && (
          <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setInviting(true)}>
            {t.members.invite}
          </Button>
        )
      }
    >
      <Loaded query={members}>
        {() => (
          <>
            {list.field}
            {list.shown.length > 0 && (
              <ListTable
                label={t.settings.members}
                className={people.members}
                columns={[
                  t.members.columns.name,
                  t.members.columns.role,
                  isAdmin && t.members.columns.projects,
                  isAdmin && t.members.columns.seen,
                  t.members.columns.joined,
                  { label: t.members.remove, isHidden: true },
                ]}
              >
                {list.shown.map((member) => (
                  <tr key={member.id}>
                    <td>
                      <Person person={member} />
                    </td>
                    <td>
                      {isAdmin ? (
                        <RoleSelect
                          label={t.members.roleOf(nameOf(member))}
                          value={member.role}
                          by={role}
                          none={t.members.noneInOrganization}
                          onChange={(to) => change.mutate({ member, to })}
                        />
                      ) : member.role === 'none' ? (
                        t.members.noneInOrganization
                      ) : (
                        t.members.roles[member.role]
                      )}
                    </td>
                    {isAdmin && (
                      <td>
                        <Tooltip label={t.members.ownerEverywhere} disabled={member.role !== 'owner'}>
                          <Button
                            variant="default"
                            size="compact-xs"
                            disabled={member.role === 'owner'}
                            aria-label={t.members.projectsOf(nameOf(member))}
                            onClick={() => setSetting(member.id)}
                          >
                            {Object.keys(member.projects).length > 0
                              ? t.members.projectRoles(Object.keys(member.projects).length)
                              : t.members.setProjects}
                          </Button>
                        </Tooltip>
                      </td>
                    )}
                    {isAdmin && (
                      <td>{member.lastSeenAt ? <RelativeTime time={member.lastSeenAt} /> : '–'}</td>
                    )}
                    <td>
                      <RelativeTime time={member.joinedAt} />
                    </td>
                    <td data-end>
                      {(isAdmin || member.id === me?.id) && (
                        <Button
                          variant="subtle"
                          size="compact-xs"
                          disabled={
                            (member.role === 'owner' && owners === 1) ||
                            (member.id !== me?.id && !mayRemove(member, role))
                          }
                          aria-label={`${member.id === me?.id ? t.members.leave : t.members.remove}: ${nameOf(member)}`}
                          onClick={() => setRemoving(member)}
                        >
                          {member.id === me?.id ? t.members.leave : t.members.remove}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </ListTable>
            )}
            {list.rest}
            <MembersBound count={data?.length} />
          </>
        )}
      </Loaded>
      {isAdmin && <Invitations organization={id} />}
      <RolesTable />
      {inviting && organization && (
        <InviteDialog organization={organization} by={role} onClose={() => setInviting(false)} />
      )}
      {open && organization && (
        <MemberProjects
          organization={organization}
          member={open}
          by={role}
          onClose={() => setSetting(null)}
        />
      )}
      {removing && (
        <Confirm
          title={isMe ? t.members.leaveTitle(own?.name ?? '') : t.members.removeTitle(nameOf(removing))}
          action={isMe ? t.members.leave : t.members.remove}
          run={() => removeMember(id, removing.id)}
          onDone={() => {
            if (isMe) void navigate({ to: '/' }).then(() => refreshPeople(queries))
            else {
              toast(t.members.removed(nameOf(removing)))
              void refreshPeople(queries)
            }
          }}
          onClose={() => setRemoving(null)}
        >
          <p>
            {isMe
              ? t.members.leaveText
              : t.members.removeText(own?.name ?? '', organization?.projects.length ?? 0)}
          </p>
        </Confirm>
      )}
    </SettingsPage>
  )
}

const mayRemove = (member: OrganizationMember, by: Parameters<typeof reaches>[0]) =>
  member.role === 'none' || reaches(by, member.role)
