import { Button } from '@mantine/core'
import { CopyButton } from '../../components/CopyButton'
import { t } from '../../i18n'

interface MarkedBarProps {
  ids: string[]
  onClear: () => void
}

/** What can be done with the marked traces. */
export function MarkedBar({ ids, onClear }: MarkedBarProps) {
  return (
    <div
      style={{
        display: 'flex',
        alignItems: 'center',
        gap: 8,
        padding: '8px var(--gutter)',
        borderTop: '1px solid var(--line)',
        background: 'var(--raised)',
      }}
    >
      <span>{t.traces.total(ids.length)}</span>
      <CopyButton wide value={ids.join('\n')} label={t.common.copyId} />
      <Button variant="subtle" onClick={onClear}>
        {t.common.clear}
      </Button>
    </div>
  )
}
