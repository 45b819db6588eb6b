import { Button, Loader, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { meQuery, signOut } from '../../api/account'
import { ApiError } from '../../api/client'
import {
  acceptInvitation,
  type InvitationOffer,
  joinAsNewUser,
  lookAtInvitation,
} from '../../api/organization'
import type { Me } from '../../api/types'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { Logo } from '../../design/Logo'
import { t } from '../../i18n'
import classes from '../login/LoginPage.module.css'

/** What a link of an invitation gives, and the way in: with a new account, or with that of who is signed in. */
export function InvitePage() {
  const { token = '' } = useSearch({ from: '/invite' })
  const offer = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => lookAtInvitation(token),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data: me, isPending } = useQuery(meQuery)
  useTitle(t.invite.title)
  return (
    <div className={classes.root}>
      <main className={classes.card}>
        <Logo size={26} />
        {offer.error ? (
          <div className={classes.form} role="alert">
            <h1 className={classes.title}>{t.invite.over}</h1>
            <p className={classes.lead}>{offer.error.message}</p>
            {offer.error instanceof ApiError && <p className={classes.lead}>{offer.error.hint}</p>}
            <Button component={Link} to="/" variant="default" mt={8}>
              {t.invite.toSignIn}
            </Button>
          </div>
        ) : !offer.data || (isPending && !me) ? (
          <p className={classes.busy} role="status">
            <Loader size="xs" color="var(--ink-3)" /> {t.common.loading}
          </p>
        ) : me ? (
          <Accept offer={offer.data} token={token} me={me} />
        ) : (
          <NewAccount offer={offer.data} token={token} />
        )}
      </main>
    </div>
  )
}

interface WayInProps {
  offer: InvitationOffer
  token: string
}

function Head({ offer }: { offer: InvitationOffer }) {
  const { authorName, projectName, projectRole, role } = offer
  return (
    <>
      <h1 className={classes.title}>{t.invite.join(offer.organizationName)}</h1>
      <p className={classes.lead}>
        {role === 'none' && projectRole
          ? t.invite.leadProject(authorName, t.members.roles[projectRole], projectName)
          : t.invite.lead(authorName, t.members.roles[role])}
      </p>
    </>
  )
}

function Problem({ error }: { error: Error | null }) {
  if (!error) return null
  return (
    <p className={classes.problem} role="alert">
      <CircleAlert size={15} aria-hidden />
      <span>
        {error.message}
        {error instanceof ApiError && error.hint && <span className={classes.hint}> {error.hint}</span>}
      </span>
    </p>
  )
}

function NewAccount({ offer, token }: WayInProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [email, setEmail] = useState(offer.email)
  const [password, setPassword] = useState('')
  const joining = useMutation({
    mutationFn: () => joinAsNewUser({ token, name, email, password }),
    onSuccess: async (joined: Me) => {
      queries.clear()
      queries.setQueryData(meQuery.queryKey, joined)
      await navigate({ to: '/', replace: true })
    },
  })
  return (
    <form
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        joining.mutate()
      }}
    >
      <Head offer={offer} />
      <p className={classes.lead}>{t.invite.asNew}</p>
      <Problem error={joining.error} />
      <TextInput
        label={t.invite.name}
        autoComplete="name"
        size="sm"
        maxLength={100}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextInput
        label={t.invite.email}
        type="email"
        autoComplete="username"
        size="sm"
        required
        withAsterisk={false}
        readOnly={offer.email !== ''}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordInput
        label={t.invite.password}
        description={t.invite.passwordHint}
        autoComplete="new-password"
        size="sm"
        required
        minLength={10}
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" size="sm" loading={joining.isPending} mt={4}>
        {t.invite.submit}
      </Button>
      <ButtonLink
        to="/login"
        search={{ next: `/invite?token=${encodeURIComponent(token)}` }}
        variant="subtle"
      >
        {t.invite.haveAccount}
      </ButtonLink>
    </form>
  )
}

function Accept({ offer, token, me }: WayInProps & { me: Me }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const isForOther = offer.email !== '' && offer.email !== me.email
  const accepting = useMutation({
    mutationFn: () => acceptInvitation(token),
    onSuccess: async (place) => {
      await queries.refetchQueries({ queryKey: meQuery.queryKey })
      await navigate({
        to: '/organization/$organizationId',
        params: { organizationId: place.organizationId },
        replace: true,
      })
    },
  })
  const leave = async () => {
    await signOut()
    queries.clear()
    location.reload()
  }
  return (
    <div className={classes.form}>
      <Head offer={offer} />
      <p className={classes.lead}>{t.invite.acceptAs(me.email)}</p>
      {isForOther ? (
        <Problem error={new Error(t.invite.onlyFor(offer.email))} />
      ) : (
        <>
          <Problem error={accepting.error} />
          <Button size="sm" loading={accepting.isPending} onClick={() => accepting.mutate()}>
            {t.invite.accept}
          </Button>
        </>
      )}
      <Button variant={isForOther ? 'filled' : 'subtle'} onClick={() => void leave()}>
        {t.invite.otherAccount}
      </Button>
    </div>
  )
}
