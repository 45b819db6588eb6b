import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { meQuery } from '../../api/account'
import { ApiError } from '../../api/client'
import {
  changeName,
  changePassword,
  endOtherSessions,
  endSession,
  sessionsQuery,
} from '../../api/organization'
import type { Me } from '../../api/types'
import { Badge } from '../../components/Badge'
import { ListTable } from '../../components/ListTable'
import { Loaded, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { Section } from '../../components/Section'
import { toast, toastError } from '../../components/toast'
import { t } from '../../i18n'
import { SideFrame } from '../../shell/SideFrame'
import classes from '../settings/Settings.module.css'
import { SettingsPage } from '../settings/SettingsPage'
import { browserName } from './browserName'

/** The user's own account: name, password, and where they are signed in. */
export function AccountPage() {
  const { data: me } = useQuery(meQuery)
  return (
    <SideFrame label={t.account.title} title={t.account.title}>
      <SettingsPage title={t.account.title}>
        {!me ? (
          <PagePending />
        ) : (
          <>
            <Name key={me.name} me={me} />
            <Password me={me} />
            <Sessions />
            <Organizations me={me} />
          </>
        )}
      </SettingsPage>
    </SideFrame>
  )
}

function Name({ me }: { me: Me }) {
  const queries = useQueryClient()
  const [name, setName] = useState(me.name)
  const saving = useMutation({
    mutationFn: () => changeName(name),
    onSuccess: (changed) => {
      queries.setQueryData(meQuery.queryKey, changed)
      toast(t.account.saved)
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <TextInput label={t.account.email} value={me.email} readOnly variant="filled" />
      <TextInput
        label={t.account.name}
        value={name}
        maxLength={100}
        onChange={(event) => setName(event.target.value)}
        error={saving.error?.message}
      />
      <div>
        <Button type="submit" loading={saving.isPending} disabled={!name.trim() || name === me.name}>
          {t.common.save}
        </Button>
      </div>
    </form>
  )
}

function Password({ me }: { me: Me }) {
  const queries = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const saving = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: async ({ ended }) => {
      setCurrent('')
      setNext('')
      toast(t.account.passwordChanged(ended))
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
      await queries.invalidateQueries({ queryKey: meQuery.queryKey })
    },
  })
  const problem = saving.error
  const isCurrent = problem instanceof ApiError && problem.field === 'current'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    saving.mutate()
  }
  return (
    <Section title={t.account.password}>
      <form className={classes.form} onSubmit={submit}>
        {/* Password managers look for the account that the password belongs to. */}
        <input type="hidden" autoComplete="username" value={me.email} readOnly />
        {me.hasPassword && (
          <PasswordInput
            label={t.account.current}
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
            error={isCurrent ? problem.message : undefined}
          />
        )}
        <PasswordInput
          label={t.account.next}
          description={t.account.nextHint}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
          error={problem && !isCurrent ? problem.message : undefined}
        />
        <div>
          <Button
            type="submit"
            variant="default"
            loading={saving.isPending}
            disabled={next.length < 10 || (me.hasPassword && !current)}
          >
            {me.hasPassword ? t.account.changePassword : t.account.setPassword}
          </Button>
        </div>
      </form>
    </Section>
  )
}

function Sessions() {
  const queries = useQueryClient()
  const sessions = useQuery(sessionsQuery)
  const refresh = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const others = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: async ({ ended }) => {
      await refresh()
      toast(t.account.signedOut(ended))
    },
    onError: toastError,
  })
  const one = useMutation({ mutationFn: endSession, onSuccess: refresh, onError: toastError })
  const columns = t.account.columns
  return (
    <Section
      title={t.account.sessions}
      action={
        sessions.data &&
        sessions.data.length > 1 && (
          <Button variant="default" loading={others.isPending} onClick={() => others.mutate()}>
            {t.account.signOutOthers}
          </Button>
        )
      }
    >
      <Loaded query={sessions}>
        {(found) => (
          <ListTable
            label={t.account.sessions}
            columns={[
              columns.browser,
              columns.address,
              columns.since,
              columns.seen,
              { label: t.account.signOut, isHidden: true },
            ]}
          >
            {found.map((session) => (
              <tr key={session.id}>
                <td title={session.userAgent}>
                  {browserName(session.userAgent) || t.account.unknownBrowser}{' '}
                  {session.isThis && <Badge tone="ok">{t.account.thisBrowser}</Badge>}
                </td>
                <td>{session.address || '–'}</td>
                <td>
                  <RelativeTime time={session.createdAt} />
                </td>
                <td>
                  <RelativeTime time={session.lastSeenAt} />
                </td>
                <td data-end>
                  {!session.isThis && (
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      loading={one.isPending && one.variables === session.id}
                      aria-label={`${t.account.signOut}: ${browserName(session.userAgent) || t.account.unknownBrowser}`}
                      onClick={() => one.mutate(session.id)}
                    >
                      {t.account.signOut}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </ListTable>
        )}
      </Loaded>
    </Section>
  )
}

function Organizations({ me }: { me: Me }) {
  return (
    <Section title={t.account.roles}>
      <ul className={classes.contents}>
        {me.organizations.map((one) => (
          <li key={one.id}>
            <Link to="/organization/$organizationId" params={{ organizationId: one.id }}>
              {one.name}
            </Link>{' '}
            <span className={classes.quiet}>
              {one.role ? t.members.roles[one.role] : t.members.noneInOrganization}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
