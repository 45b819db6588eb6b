import { Skeleton } from '@mantine/core'
import { t } from '../i18n'
import type { ValuesStatus } from './useFacetValues'

const quiet = { padding: '4px 6px', fontSize: 'var(--text-xs)', color: 'var(--ink-3)' }

/** What stands in the place of values that are not there: still loading, none, or failed. */
export function ValuesState({ state, isEmpty }: { state: ValuesStatus; isEmpty: boolean }) {
  if (state === 'failed') return <p style={{ ...quiet, color: 'var(--error)' }}>{t.filters.failed}</p>
  if (!isEmpty) return null
  if (state === 'loading') {
    return (
      <div role="status" aria-label={t.common.loading} style={{ display: 'grid', gap: 8, padding: 6 }}>
        <Skeleton height={8} width="70%" />
        <Skeleton height={8} width="45%" />
      </div>
    )
  }
  return <p style={quiet}>{t.filters.empty}</p>
}
