import { Button } from '@mantine/core'
import type { ApiKey } from '../../api/types'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { ListTable } from '../../components/ListTable'
import { RelativeTime } from '../../components/RelativeTime'
import { formatDay, formatExact } from '../../format/moment'
import { t } from '../../i18n'
import classes from './Keys.module.css'

interface KeyTableProps {
  label: string
  keys: ApiKey[]
  onRevoke: (key: ApiKey) => void
}

/** Keys with where they end and when they were used. */
export function KeyTable({ label, keys, onRevoke }: KeyTableProps) {
  const columns = t.keys.columns
  return (
    <ListTable
      label={label}
      className={classes.table}
      columns={[
        columns.note,
        columns.pair,
        columns.created,
        columns.used,
        columns.expires,
        { label: t.keys.revoke, isHidden: true },
      ]}
    >
      {keys.map((key) => (
        <tr key={key.id}>
          <td data-clip title={key.note}>
            {key.note || <span className={classes.quiet}>{t.keys.noNote}</span>}
          </td>
          <td>
            <span className={classes.pair}>
              <code title={key.publicKey}>{key.publicKey}</code>
              <CopyButton value={key.publicKey} label={`${t.common.copy}: ${t.keys.publicKey}`} />
            </span>
            <code className={classes.quiet} title={t.keys.secretKey}>
              {key.displaySecretKey}
            </code>
          </td>
          <td>
            <RelativeTime time={key.createdAt} />
          </td>
          <td>
            {key.lastUsedAt ? (
              <RelativeTime time={key.lastUsedAt} />
            ) : (
              <span className={classes.quiet}>{t.keys.never}</span>
            )}
          </td>
          <td>
            <Expiry time={key.expiresAt} />
          </td>
          <td data-end>
            <Button
              variant="subtle"
              size="compact-xs"
              onClick={() => onRevoke(key)}
              aria-label={`${t.keys.revoke}: ${key.note || key.publicKey}`}
            >
              {t.keys.revoke}
            </Button>
          </td>
        </tr>
      ))}
    </ListTable>
  )
}

function Expiry({ time }: { time: string | null }) {
  if (!time) return <span className={classes.quiet}>{t.keys.never}</span>
  const date = new Date(time)
  if (date.getTime() <= Date.now()) return <Badge tone="error">{t.keys.expired}</Badge>
  return <time title={formatExact(date)}>{formatDay(date)}</time>
}
