import { Button, Loader } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { CircleAlert, Lock, Telescope } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api/client'
import { ServerAway } from '../app/lazyPage'
import { t } from '../i18n'
import { Notice } from './Notice'

/** Shown while the code of a page is on its way. */
export function PagePending() {
  return (
    <div style={{ display: 'grid', placeItems: 'center', height: '100%', minHeight: 240 }}>
      <Loader size="sm" color="var(--ink-3)" role="status" aria-label={t.common.loading} />
    </div>
  )
}

interface LoadedProps<Data> {
  query: { data: Data | undefined; error: unknown }
  children: (data: Data) => ReactNode
}

/** What a query has found; until then that it is on its way, or why it failed. */
export function Loaded<Data>({ query: { data, error }, children }: LoadedProps<Data>) {
  if (data !== undefined) return children(data)
  return error ? <PageError error={error} /> : <PagePending />
}

/** An address that names nothing. */
export function PageNotFound() {
  return (
    <Notice icon={Telescope} level={1} title={t.errors.notFoundTitle} text={t.errors.notFound}>
      <Button component={Link} to="/" variant="default">
        {t.errors.toTraces}
      </Button>
    </Notice>
  )
}

/** The same outside the frame of a project. */
export function LostPage() {
  return (
    <main>
      <PageNotFound />
    </main>
  )
}

interface PageErrorProps {
  error: unknown
  /** Another way on, where trying again may not help. */
  children?: ReactNode
}

/** A page that failed: an answer of the server is told in its own words, anything else is a fault of ours. */
export function PageError({ error, children }: PageErrorProps) {
  const router = useRouter()
  const queries = useQueryClient()
  // Trying again gives nobody another role.
  if (error instanceof ApiError && error.status === 403)
    return (
      <Notice icon={Lock} title={error.message} text={error.hint}>
        {children}
      </Notice>
    )
  if (error instanceof ApiError) {
    return (
      <Notice icon={CircleAlert} tone="error" title={error.message} text={error.hint}>
        <Button
          variant="default"
          onClick={() => {
            void queries.refetchQueries({ type: 'active' })
            void router.invalidate()
          }}
        >
          {t.common.retry}
        </Button>
        {children}
      </Notice>
    )
  }
  if (isCodeMissing(error))
    return (
      <Notice icon={CircleAlert} tone="error" title={t.errors.notLoadedTitle} text={t.errors.notLoaded}>
        <Button variant="default" onClick={() => location.reload()}>
          {t.errors.reload}
        </Button>
      </Notice>
    )
  return (
    <Notice
      icon={CircleAlert}
      tone="error"
      title={t.errors.crashedTitle}
      text={t.errors.crashed}
      code={error instanceof Error ? error.message : String(error)}
    >
      <Button variant="default" onClick={() => location.reload()}>
        {t.errors.reload}
      </Button>
    </Notice>
  )
}

/** Whether a file of a page did not come: the browsers' words for it, and Vite's for a style sheet. */
const isCodeMissing = (error: unknown): boolean =>
  error instanceof ServerAway ||
  (error instanceof Error &&
    /dynamically imported module|importing a module|preload CSS/i.test(error.message))
