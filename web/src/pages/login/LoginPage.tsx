import { Button, Loader, PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { instanceQuery, meQuery, signIn, signInByLink } from '../../api/account'
import { ApiError } from '../../api/client'
import type { Me } from '../../api/types'
import { useTitle } from '../../app/useTitle'
import { Code } from '../../components/Code'
import { Logo } from '../../design/Logo'
import { t } from '../../i18n'
import classes from './LoginPage.module.css'

type Link = 'none' | 'busy' | 'failed'

/** Sign-in by the one-time link that the server prints, or by e-mail and password. */
export function LoginPage() {
  const { token, next } = useSearch({ from: '/login' })
  const queries = useQueryClient()
  const router = useRouter()
  const navigate = useNavigate()
  const [link, setLink] = useState<Link>(token ? 'busy' : 'none')
  const tried = useRef('')
  useTitle(t.login.title)

  const enter = async (me: Me) => {
    queries.clear()
    queries.setQueryData(meQuery.queryKey, me)
    // Only an address of this server: `next` comes from the URL, which anybody may write.
    if (next?.startsWith('/') && !next.startsWith('//')) router.history.replace(next)
    else await navigate({ to: '/', replace: true })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a token is used once, whatever else changes
  useEffect(() => {
    if (!token || tried.current === token) return
    tried.current = token
    signInByLink(token).then(enter, () => setLink('failed'))
  }, [token])

  return (
    <div className={classes.root}>
      <main className={classes.card}>
        <Logo size={26} />
        {link === 'busy' ? (
          <p className={classes.busy} role="status">
            <Loader size="xs" color="var(--ink-3)" /> {t.login.linkBusy}
          </p>
        ) : link === 'failed' ? (
          <LinkFailed onPassword={() => setLink('none')} />
        ) : (
          <PasswordForm onEnter={enter} />
        )}
      </main>
    </div>
  )
}

function LinkFailed({ onPassword }: { onPassword: () => void }) {
  return (
    <div className={classes.form} role="alert">
      <h1 className={classes.title}>{t.login.linkFailedTitle}</h1>
      <p className={classes.lead}>{t.login.linkFailed}</p>
      <p className={classes.lead}>{t.login.linkRemedy}</p>
      <Code text={t.login.linkCommand} language="shell" />
      <Button variant="default" mt={8} onClick={onPassword}>
        {t.login.usePassword}
      </Button>
    </div>
  )
}

function PasswordForm({ onEnter }: { onEnter: (me: Me) => Promise<void> }) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ApiError | null>(null)
  const { data: instance } = useQuery(instanceQuery)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await onEnter(await signIn(email, password))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <h1 className={classes.title}>{t.login.title}</h1>
      <p className={classes.lead}>{t.login.lead}</p>
      {problem && (
        <p className={classes.problem} role="alert">
          <CircleAlert size={15} aria-hidden />
          <span>
            {problem.message}
            {problem.hint && <span className={classes.hint}> {problem.hint}</span>}
          </span>
        </p>
      )}
      <TextInput
        label={t.login.email}
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        size="sm"
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordInput
        label={t.login.password}
        autoComplete="current-password"
        required
        withAsterisk={false}
        size="sm"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" size="sm" loading={busy} mt={4}>
        {t.login.submit}
      </Button>
      <p className={classes.foot}>
        {instance?.defaultLoginHint || t.login.noPassword}
        {!instance?.defaultLoginHint && <code>{t.login.linkCommand}</code>}
      </p>
    </form>
  )
}
