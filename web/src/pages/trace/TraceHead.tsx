import { Link } from '@tanstack/react-router'
import { ChevronLeft, MessagesSquare } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LinkedTrace, TraceDetail } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { formatDuration } from '../../format/duration'
import { formatCost, formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './TraceHead.module.css'

/** What a trace is, at a glance. */
export function TraceHead({ head }: { head: TraceDetail }) {
  const projectId = useProjectId()
  return (
    <header className={classes.root}>
      <div className={classes.first}>
        <Link
          to="/project/$projectId/traces"
          params={{ projectId }}
          search={{}}
          className={classes.back}
          aria-label={t.nav.traces}
        >
          <ChevronLeft size={16} aria-hidden />
        </Link>
        <StatusDot errors={head.errorCount} warnings={head.warningCount} live={head.isLive} />
        <h1 className={classes.title} title={head.name}>
          {head.name || t.traces.unnamed}
        </h1>
        <CopyButton value={head.id} label={t.common.copyId} />
        {head.isLive && <Badge tone="accent">{t.common.live}</Badge>}
        {head.kind === 'subagent' && <Badge tone="outline">{t.traces.subagent}</Badge>}
        {head.kind === 'title' && <Badge tone="outline">{t.traces.hiddenTitle}</Badge>}
      </div>
      <div className={classes.figures}>
        <Figure label={t.trace.started}>
          <RelativeTime time={head.timestamp} />
        </Figure>
        <Figure label={t.trace.duration}>{formatDuration(head.durationMs)}</Figure>
        <Figure label={t.traces.columns.steps}>
          {formatCount(head.turnCount)} · {formatCount(head.toolCount)}
        </Figure>
        <Figure label={t.trace.tokens}>
          <TokenBar tokens={head.tokens} />
        </Figure>
        <Figure label={t.trace.cost}>
          <b title={head.costUsd === null ? t.traces.noPrice : undefined}>{formatCost(head.costUsd)}</b>
        </Figure>
        {head.children.length > 0 && (
          <Figure label={t.trace.subagentsCost(head.children.length)}>
            + {formatCost(sumOfCosts(head.children))}
          </Figure>
        )}
        {head.userId && <Figure label={t.trace.user}>{head.userId}</Figure>}
        <Figure label={t.trace.environment}>{head.environment}</Figure>
        {head.serviceName && (
          <Figure label={t.trace.service}>
            {head.serviceName} {head.version}
          </Figure>
        )}
        {head.sessionId && (
          <Figure label={t.trace.session}>
            <Link
              to="/project/$projectId/sessions/$sessionId"
              params={{ projectId, sessionId: head.sessionId }}
              className={classes.session}
              title={head.sessionId}
            >
              <MessagesSquare size={13} aria-hidden />
              {head.sessionTraceCount > 1
                ? t.sessions.traces(head.sessionTraceCount)
                : head.sessionId.slice(0, 13)}
            </Link>
          </Figure>
        )}
      </div>
    </header>
  )
}

/** What is known of the costs; null when nothing is. */
function sumOfCosts(traces: LinkedTrace[]): number | null {
  const known = traces.flatMap((trace) => (trace.costUsd === null ? [] : [trace.costUsd]))
  return known.length > 0 ? known.reduce((sum, cost) => sum + cost, 0) : null
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{children}</span>
    </div>
  )
}
