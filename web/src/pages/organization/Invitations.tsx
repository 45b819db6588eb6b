import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type InvitationRow, invitationsQuery, refreshPeople, revokeInvitation } from '../../api/organization'
import { Badge } from '../../components/Badge'
import { ListTable } from '../../components/ListTable'
import { Loaded } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { Section } from '../../components/Section'
import { toast, toastError } from '../../components/toast'
import { formatDay } from '../../format/moment'
import { t } from '../../i18n'
import members from '../members/Members.module.css'

const TONES = { open: 'ok', used: 'quiet', expired: 'quiet', revoked: 'quiet' } as const

/** Invitations with what they give and who has used them; open ones can be revoked. */
export function Invitations({ organization }: { organization: string }) {
  const queries = useQueryClient()
  const invitations = useQuery(invitationsQuery(organization))
  const revocation = useMutation({
    mutationFn: (id: string) => revokeInvitation(organization, id),
    onSuccess: async () => {
      await refreshPeople(queries)
      toast(t.members.revoked)
    },
    onError: toastError,
  })
  const columns = t.members.invitationColumns
  return (
    <Section title={t.members.invitations}>
      <Loaded query={invitations}>
        {(found) =>
          found.length === 0 ? (
            <p className={members.quiet}>{t.members.noInvitations}</p>
          ) : (
            <ListTable
              label={t.members.invitations}
              columns={[
                columns.state,
                columns.gives,
                columns.forWhom,
                columns.by,
                columns.ends,
                columns.used,
                { label: t.members.revoke, isHidden: true },
              ]}
            >
              {found.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Badge tone={TONES[one.state]}>{t.members.states[one.state]}</Badge>
                  </td>
                  <td className={members.gives}>{gives(one)}</td>
                  <td data-clip title={one.email || one.note}>
                    {one.email || one.note || <span className={members.quiet}>{t.members.anybody}</span>}
                  </td>
                  <td>
                    {one.authorName}, <RelativeTime time={one.createdAt} />
                  </td>
                  <td>{formatDay(new Date(one.expiresAt))}</td>
                  <td data-clip title={one.usedBy.map((user) => user.name).join(', ')}>
                    {one.usedBy.length === 0
                      ? '–'
                      : one.usedBy.length === 1
                        ? one.usedBy[0]?.name
                        : `${one.usedBy[0]?.name} +${one.usedBy.length - 1}`}
                  </td>
                  <td data-end>
                    {one.state === 'open' && (
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        loading={revocation.isPending && revocation.variables === one.id}
                        aria-label={`${t.members.revoke}: ${one.email || one.note || gives(one)}`}
                        onClick={() => revocation.mutate(one.id)}
                      >
                        {t.members.revoke}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </ListTable>
          )
        }
      </Loaded>
    </Section>
  )
}

function gives(one: InvitationRow): string {
  const inProject = one.projectRole && t.members.inProject(t.members.roles[one.projectRole], one.projectName)
  const role = one.role === 'none' ? '' : t.members.roles[one.role]
  return [role, inProject].filter(Boolean).join(', ')
}
