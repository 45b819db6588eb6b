import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronDown, ChevronLeft, ChevronUp, ClipboardCheck, MessagesSquare } from 'lucide-react'
import type { ReactNode } from 'react'
import type { LinkedTrace, SubjectScore, TraceDetail } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { CommentsButton } from '../../comments/CommentsButton'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { formatDuration } from '../../format/duration'
import { formatCost, formatCount } from '../../format/number'
import { t } from '../../i18n'
import { usePageKeys } from '../../shell/usePageKeys'
import { showReordering } from '../../text/bidi'
import { AddToMenu } from './AddToMenu'
import { ExperimentLink } from './ExperimentLink'
import { ScoreChips } from './scores/ScoreChips'
import classes from './TraceHead.module.css'
import { TraceMenu } from './TraceMenu'
import { type Neighbour, useNeighbours } from './useNeighbours'

/** More than one only where a trace was linked to several, or did several items. */
const MOST_EXPERIMENTS = 3

interface TraceHeadProps {
  head: TraceDetail
  scores: SubjectScore[]
  isAnnotating: boolean
  /** Opens and closes the annotation panel; undefined for who may not score. */
  onAnnotate?: () => void
  isCommenting: boolean
  onComments: () => void
}

/** What a trace is, at a glance. */
export function TraceHead(props: TraceHeadProps) {
  const { head, scores, isAnnotating, onAnnotate, isCommenting, onComments } = props
  const projectId = useProjectId()
  const own = scores.filter((score) => score.traceId === head.id && !score.observationId)
  const version = [head.release, head.version].filter(Boolean)
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
          {showReordering(head.name) || t.traces.unnamed}
        </h1>
        <CopyButton value={head.id} label={t.common.copyId} />
        {head.isLive && <Badge tone="accent">{t.common.live}</Badge>}
        {head.kind === 'subagent' && <Badge tone="outline">{t.traces.subagent}</Badge>}
        {head.kind === 'title' && <Badge tone="outline">{t.traces.hiddenTitle}</Badge>}
        {head.errorCount > 0 && <Badge tone="error">{t.trace.errors(head.errorCount)}</Badge>}
        {head.warningCount > 0 && <Badge tone="warn">{t.detail.warnings(head.warningCount)}</Badge>}
        <span className={classes.tags}>
          {head.tags.map((tag) => (
            <Badge key={tag} tone="outline">
              {showReordering(tag)}
            </Badge>
          ))}
        </span>
        <span className={classes.end}>
          {onAnnotate && (
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<ClipboardCheck size={14} aria-hidden />}
              aria-pressed={isAnnotating}
              title={`${t.annotate.annotate}  A`}
              onClick={onAnnotate}
            >
              {t.annotate.annotate}
            </Button>
          )}
          <CommentsButton
            project={projectId}
            subject={{ objectType: 'TRACE', objectId: head.id, traceId: head.id }}
            isOpen={isCommenting}
            onToggle={onComments}
          />
          <AddToMenu subjects={[{ traceId: head.id }]} variant="default" isCompact />
          <Walk trace={head.id} />
          <TraceMenu head={head} scoreCount={scores.length} />
        </span>
      </div>
      <div className={classes.figures}>
        <Figure label={t.trace.started}>
          <RelativeTime time={head.timestamp} />
        </Figure>
        <Figure label={t.trace.duration}>{formatDuration(head.durationMs)}</Figure>
        {head.turnCount > 0 ? (
          <Figure label={t.traces.columns.steps}>
            {formatCount(head.turnCount)} · {formatCount(head.toolCount)}
          </Figure>
        ) : (
          <Figure label={t.detail.steps}>{formatCount(head.observationCount)}</Figure>
        )}
        <Figure label={t.trace.cost}>
          <b title={head.costUsd === null ? t.traces.noPrice : undefined}>{formatCost(head.costUsd)}</b>
        </Figure>
        <Figure label={t.trace.tokens}>
          <TokenBar tokens={head.tokens} />
        </Figure>
        {head.children.length > 0 && (
          <Figure label={t.trace.subagentsCost(head.children.length)}>
            + {formatCost(sumOfCosts(head.children))}
          </Figure>
        )}
        {own.length > 0 && (
          <Figure label={t.detail.scores} wide>
            <ScoreChips scores={own} max={4} />
          </Figure>
        )}
        {head.userId && <Figure label={t.trace.user}>{showReordering(head.userId)}</Figure>}
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
        {head.experiments.slice(0, MOST_EXPERIMENTS).map((one) => (
          <Figure key={`${one.id} ${one.itemId} ${one.observationId}`} label={t.detail.experiment}>
            <ExperimentLink id={one.id} name={one.name} item={one.itemId} />
          </Figure>
        ))}
        <Figure label={t.trace.environment}>{head.environment}</Figure>
        {head.serviceName && <Figure label={t.trace.service}>{head.serviceName}</Figure>}
        {version.length > 0 && <Figure label={t.detail.version}>{version.join(' · ')}</Figure>}
      </div>
    </header>
  )
}

/** To the trace before and after. */
function Walk({ trace }: { trace: string }) {
  const projectId = useProjectId()
  const navigate = useNavigate()
  const { previous, next, isOfList } = useNeighbours(projectId, trace)
  const go = (to: Neighbour | null) => {
    if (to)
      void navigate({
        to: '/project/$projectId/traces/$traceId',
        params: { projectId, traceId: to.id },
        search: {},
      })
  }
  usePageKeys([
    ['shift+K', () => go(previous)],
    ['shift+J', () => go(next)],
  ])
  const labels = isOfList ? [t.detail.previousInList, t.detail.nextInList] : [t.detail.newer, t.detail.older]
  return (
    <>
      <Step to={previous} label={`${labels[0]}  Shift K`} icon={ChevronUp} />
      <Step to={next} label={`${labels[1]}  Shift J`} icon={ChevronDown} />
    </>
  )
}

interface StepProps {
  to: Neighbour | null
  label: string
  icon: typeof ChevronUp
}

function Step({ to, label, icon: Icon }: StepProps) {
  const projectId = useProjectId()
  if (!to) return null
  return (
    <Link
      to="/project/$projectId/traces/$traceId"
      params={{ projectId, traceId: to.id }}
      search={{}}
      className={classes.back}
      aria-label={`${label}: ${to.name}`}
      title={`${label}\n${to.name}`}
    >
      <Icon size={16} aria-hidden />
    </Link>
  )
}

/** What is known of the costs; null when nothing is. */
function sumOfCosts(traces: LinkedTrace[]): number | null {
  const known = traces.flatMap((trace) => (trace.costUsd === null ? [] : [trace.costUsd]))
  return known.length > 0 ? known.reduce((sum, cost) => sum + cost, 0) : null
}

interface FigureProps {
  label: string
  wide?: boolean
  children: ReactNode
}

function Figure({ label, wide = false, children }: FigureProps) {
  return (
    <div className={classes.figure} data-wide={wide || undefined}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{children}</span>
    </div>
  )
}
