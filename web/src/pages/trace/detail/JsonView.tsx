import { lazy, Suspense, useMemo } from 'react'
import { CopyButton } from '../../../components/CopyButton'
import { PagePending } from '../../../components/PageState'
import { t } from '../../../i18n'

const CodeEditor = lazy(() => import('../../../text/CodeEditor'))

/** Everything that the server tells, as JSON, to be searched and folded. */
export function JsonView({ value }: { value: object }) {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value])
  return (
    <Suspense fallback={<PagePending />}>
      <div style={{ marginBottom: 8 }}>
        <CopyButton wide value={text} />
      </div>
      <CodeEditor text={text} language="json" label={t.trace.json} />
    </Suspense>
  )
}
