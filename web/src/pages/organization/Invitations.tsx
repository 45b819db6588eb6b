import { Button, VisuallyHidden } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type InvitationRow, invitationsQuery, refreshPeople, revokeInvitation } from '../../api/organization'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { toast, toastError } from '../../components/toast'
import { formatDay } from '../../format/moment'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import members from '../members/Members.module.css'

const TONES = { open: 'ok', used: 'quiet', expired: 'quiet', revoked: 'quiet' } as const

/** Invitations with what they give and who has used them; open ones can be revoked. */
export function Invitations({ organization }: { organization: string }) {
  const queries = useQueryClient()
  const { data } = useQuery(invitationsQuery(organization))
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
    <section className={tables.section}>
      <div className={tables.sectionHead}>
        <h2>{t.members.invitations}</h2>
      </div>
      {data?.length === 0 && <p className={tables.quiet}>{t.members.noInvitations}</p>}
      {data && data.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <div className={tables.frame} tabIndex={0} role="region" aria-label={t.members.invitations}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th>{columns.state}</th>
                <th>{columns.gives}</th>
                <th>{columns.forWhom}</th>
                <th>{columns.by}</th>
                <th>{columns.ends}</th>
                <th>{columns.used}</th>
                <th>
                  <VisuallyHidden>{t.members.revoke}</VisuallyHidden>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Badge tone={TONES[one.state]}>{t.members.states[one.state]}</Badge>
                  </td>
                  <td className={members.gives}>{gives(one)}</td>
                  <td className={members.clipped} title={one.email || one.note}>
                    {one.email || one.note || <span className={tables.quiet}>{t.members.anybody}</span>}
                  </td>
                  <td>
                    {one.authorName}, <RelativeTime time={one.createdAt} />
                  </td>
                  <td>{formatDay(new Date(one.expiresAt))}</td>
                  <td className={members.clipped} title={one.usedBy.map((user) => user.name).join(', ')}>
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
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function gives(one: InvitationRow): string {
  const inProject = one.projectRole && t.members.inProject(t.members.roles[one.projectRole], one.projectName)
  const role = one.role === 'none' ? '' : t.members.roles[one.role]
  return [role, inProject].filter(Boolean).join(', ')
}
