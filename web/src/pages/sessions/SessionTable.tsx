import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { SessionRow } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCost } from '../../format/number'
import { t } from '../../i18n'
import line from '../traces/TraceLine.module.css'
import table from '../traces/TraceTable.module.css'

interface SessionTableProps {
  rows: SessionRow[]
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

const HEIGHT = 52
const COLUMNS = [
  ['name', t.sessions.columns.session],
  ['time', t.sessions.columns.last],
  ['duration', t.sessions.columns.duration, true],
  ['steps', t.sessions.columns.steps, true],
  ['tokens', t.sessions.columns.tokens],
  ['cost', t.sessions.columns.cost, true],
  ['models', t.sessions.columns.models],
  ['user', t.sessions.columns.user],
] as const

/** The virtual list of sessions, in the columns of the trace list. */
export function SessionTable({ rows, hasMore, isLoadingMore, onMore }: SessionTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: onMore is new on every render
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - 15) onMore()
  }, [hasMore, isLoadingMore, last, rows.length])

  return (
    <div className={table.frame}>
      <div ref={scroller} className={table.scroller}>
        <div role="table" aria-label={t.sessions.list}>
          <div className={table.head} role="row">
            <span role="columnheader">
              <VisuallyHidden>{t.traces.state}</VisuallyHidden>
            </span>
            {COLUMNS.map(([key, label, end]) => (
              <span key={key} role="columnheader" data-column={key} data-end={end}>
                {label}
              </span>
            ))}
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]
              return row ? <SessionLine key={row.id} row={row} top={item.start} /> : null
            })}
          </div>
        </div>
      </div>
    </div>
  )
}

function SessionLine({ row, top }: { row: SessionRow; top: number }) {
  const projectId = useProjectId()
  return (
    <div role="row" className={table.line} style={{ top, height: HEIGHT }}>
      <span role="cell">
        <StatusDot errors={row.errorCount} />
      </span>
      <div role="cell" className={line.name}>
        <span className={line.first}>
          <Link
            to="/project/$projectId/sessions/$sessionId"
            params={{ projectId, sessionId: row.id }}
            className={line.link}
          >
            {row.names[0] || row.id}
          </Link>
          {row.errorCount > 0 && <Badge tone="error">{t.traces.errors(row.errorCount)}</Badge>}
          <span className={line.actions}>
            <CopyButton value={row.id} label={t.common.copyId} />
          </span>
        </span>
        <span className={line.second}>
          <span className={line.where}>{row.environment}</span>
          <span className={line.preview}>{row.id}</span>
        </span>
      </div>
      <span role="cell" data-column="time" className={line.quiet}>
        <RelativeTime time={row.lastSeen} />
      </span>
      <span role="cell" data-column="duration" data-end>
        {formatDuration(row.durationMs)}
      </span>
      <span
        role="cell"
        data-column="steps"
        data-end
        title={`${t.sessions.traces(row.traceCount)}, ${t.sessions.turns(row.turnCount)}, ${t.traces.tools(row.toolCount)}`}
      >
        {formatCompact(row.traceCount)}
        <span className={line.quiet}> · {formatCompact(row.turnCount)}</span>
      </span>
      <span role="cell" data-column="tokens">
        <TokenBar tokens={row.tokens} />
      </span>
      <span
        role="cell"
        data-column="cost"
        data-end
        title={row.costUsd === null ? t.traces.noPrice : undefined}
      >
        {formatCost(row.costUsd)}
      </span>
      <span role="cell" data-column="models" className={line.clip}>
        {row.models[0] && (
          <Badge mono title={row.models.join(', ')}>
            {row.models[0]}
          </Badge>
        )}
        {row.models.length > 1 && <span className={line.quiet}> +{row.models.length - 1}</span>}
      </span>
      <span role="cell" data-column="user" className={line.text} title={row.userIds.join(', ')}>
        {row.userIds[0] || <span className={line.quiet}>–</span>}
      </span>
    </div>
  )
}
