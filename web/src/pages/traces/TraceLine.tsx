import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import type { TraceRow } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCost } from '../../format/number'
import { t } from '../../i18n'
import classes from './TraceLine.module.css'
import table from './TraceTable.module.css'

interface TraceLineProps {
  row: TraceRow
  top: number
  height: number
  dense: boolean
  active: boolean
  marked: boolean
  fresh: boolean
}

/** One trace of the list. The whole line is a link; what else can be clicked lies above it. */
export const TraceLine = memo(function TraceLine({
  row,
  top,
  height,
  dense,
  active,
  marked,
  fresh,
}: TraceLineProps) {
  const projectId = useProjectId()
  const name = row.name || t.traces.unnamed
  // An agent's name as tag of its own sessions says nothing new.
  const tags = row.tags.filter((tag) => tag !== row.source)
  const preview = row.inputPreview && row.inputPreview !== name ? row.inputPreview : row.outputPreview
  return (
    <div
      role="row"
      className={table.line}
      style={{ top, height }}
      data-active={active || undefined}
      data-marked={marked || undefined}
      data-fresh={fresh || undefined}
    >
      <span role="cell">
        <StatusDot errors={row.errorCount} warnings={row.warningCount} live={row.isLive} />
      </span>
      <div role="cell" className={classes.name}>
        <span className={classes.first}>
          <Link
            to="/project/$projectId/traces/$traceId"
            params={{ projectId, traceId: row.id }}
            search={{}}
            className={classes.link}
          >
            {name}
          </Link>
          {row.kind === 'subagent' && <Badge tone="outline">{t.traces.subagent}</Badge>}
          {row.kind === 'title' && <Badge tone="outline">{t.traces.hiddenTitle}</Badge>}
          {row.errorCount > 0 && <Badge tone="error">{t.traces.errors(row.errorCount)}</Badge>}
          {tags.slice(0, 2).map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
          <span className={classes.actions}>
            <CopyButton value={row.id} label={t.common.copyId} />
          </span>
        </span>
        {!dense && (
          <span className={classes.second}>
            <span className={classes.where}>
              {[row.environment, row.serviceName].filter(Boolean).join(' · ')}
              {row.userId && <span className={classes.who}> · {row.userId}</span>}
            </span>
            {preview && <span className={classes.preview}>{preview}</span>}
          </span>
        )}
      </div>
      <span role="cell" data-column="time" className={classes.quiet}>
        <RelativeTime time={row.timestamp} />
      </span>
      <span role="cell" data-column="duration" data-end>
        {formatDuration(row.durationMs)}
      </span>
      <span
        role="cell"
        data-column="steps"
        data-end
        title={`${t.traces.turns(row.turnCount)}, ${t.traces.tools(row.toolCount)}`}
      >
        {row.turnCount + row.toolCount > 0 ? (
          <>
            {formatCompact(row.turnCount)}
            <span className={classes.quiet}> · {formatCompact(row.toolCount)}</span>
          </>
        ) : (
          <span className={classes.quiet}>–</span>
        )}
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
      <span role="cell" data-column="models" className={classes.clip}>
        {row.models[0] && (
          <Badge mono title={row.models.join(', ')}>
            {row.models[0]}
          </Badge>
        )}
        {row.models.length > 1 && <span className={classes.quiet}> +{row.models.length - 1}</span>}
      </span>
      <span role="cell" data-column="user" className={classes.text} title={row.userId}>
        {row.userId || <span className={classes.quiet}>–</span>}
      </span>
    </div>
  )
})
