import { Circle, CircleCheck, CircleDot } from 'lucide-react'
import type { QueueItem } from '../../api/queues'
import { t } from '../../i18n'

/** Pending, at work, or completed, as one sign. */
export function ItemStatusMark({ item }: { item: QueueItem }) {
  const isDone = item.status === 'COMPLETED'
  const Icon = isDone ? CircleCheck : item.lock ? CircleDot : Circle
  const label = item.lock && !isDone ? t.queues.itemColumns.lock : t.queues.statuses[item.status]
  const colour = isDone ? 'var(--ok)' : item.lock ? 'var(--accent-ink)' : 'var(--ink-4)'
  return (
    <span role="img" aria-label={label} title={label} style={{ color: colour }}>
      <Icon size={15} aria-hidden style={{ display: 'block' }} />
    </span>
  )
}
