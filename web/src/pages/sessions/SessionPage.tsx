import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChevronLeft, ClipboardCheck, SearchX } from 'lucide-react'
import { ApiError } from '../../api/client'
import { useLiveTraces } from '../../api/live'
import { sessionQuery, sessionScoresQuery } from '../../api/sessions'
import type { SessionDetail, SessionTurn, SubjectScore, TraceRow } from '../../api/types'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { CommentsButton } from '../../comments/CommentsButton'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { Facts } from '../../components/Facts'
import { Notice } from '../../components/Notice'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { Exchange } from '../../conversation/Exchange'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCost, formatCount } from '../../format/number'
import { t } from '../../i18n'
import { usePageKeys } from '../../shell/usePageKeys'
import { showReordering } from '../../text/bidi'
import { ScoreChips } from '../trace/scores/ScoreChips'
import { ScoreList } from '../trace/scores/ScoreList'
import { SidePanel } from '../trace/side/SidePanel'
import classes from './SessionPage.module.css'

/** One session as a conversation over all its traces. */
export function SessionPage() {
  const { projectId, sessionId } = useParams({ from: '/signed-in/project/$projectId/sessions/$sessionId' })
  const queries = useQueryClient()
  const { data, error } = useQuery(sessionQuery(projectId, sessionId))
  useTitle(data?.names[0] ?? t.sessions.title)
  const known = new Set(data?.traces.map((trace) => trace.id))
  useLiveTraces(projectId, (ids) => {
    // A resumed session gets a new trace only where the sender makes one, so unknown ids are worth a look as well.
    if (ids.length === 0 || ids.some((id) => known.has(id)) || known.size === 0) {
      void queries.invalidateQueries({ queryKey: ['sessions', projectId, 'one', sessionId] })
    }
  })
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Notice
        icon={SearchX}
        level={1}
        title={t.sessions.notFoundTitle}
        text={error.hint || error.message}
        code={sessionId}
      />
    )
  }
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return <SessionView session={data} projectId={projectId} />
}

function SessionView({ session, projectId }: { session: SessionDetail; projectId: string }) {
  const { data: scores = [] } = useQuery(sessionScoresQuery(projectId, session.id))
  const own = scores.filter((score) => score.sessionId === session.id)
  const traces = new Map(session.traces.map((trace) => [trace.id, trace]))
  const { panel } = useSearch({ from: '/signed-in/project/$projectId/sessions/$sessionId' })
  const navigate = useNavigate({ from: '/project/$projectId/sessions/$sessionId' })
  const mayScore = useMay('member')
  const open = (next: typeof panel) => void navigate({ search: { panel: next }, replace: true })
  const toggleAnnotate = () => open(panel === 'annotate' ? undefined : 'annotate')
  const toggleComments = () => open(panel === 'comments' ? undefined : 'comments')
  usePageKeys([
    ['a', () => mayScore && toggleAnnotate()],
    ['m', toggleComments],
  ])
  return (
    <div className={classes.page}>
      <div className={classes.root}>
        <header className={classes.head}>
          <Link
            to="/project/$projectId/sessions"
            params={{ projectId }}
            search={{}}
            className={classes.back}
            aria-label={t.nav.sessions}
          >
            <ChevronLeft size={16} aria-hidden />
          </Link>
          <StatusDot errors={session.errorCount} />
          <h1 className={classes.title}>{session.names[0] || session.id}</h1>
          <CopyButton value={session.id} label={t.common.copyId} />
          {session.errorCount > 0 && <Badge tone="error">{t.traces.errors(session.errorCount)}</Badge>}
          <span className={classes.end}>
            {mayScore && (
              <Button
                variant="default"
                size="compact-xs"
                leftSection={<ClipboardCheck size={14} aria-hidden />}
                aria-pressed={panel === 'annotate'}
                title={`${t.annotate.annotate}  A`}
                onClick={toggleAnnotate}
              >
                {t.annotate.annotate}
              </Button>
            )}
            <CommentsButton
              project={projectId}
              subject={{ objectType: 'SESSION', objectId: session.id }}
              isOpen={panel === 'comments'}
              onToggle={toggleComments}
            />
          </span>
        </header>
        <div className={classes.body}>
          <section className={classes.conversation} aria-label={t.sessions.conversation}>
            {session.turns.length === 0 && <p className={classes.none}>{t.sessions.noTurns}</p>}
            {session.turns.map((turn, index) => (
              <Turn
                key={`${turn.traceId} ${turn.observationId}`}
                turn={turn}
                trace={traces.get(turn.traceId)}
                scores={scoresOf(turn, traces.get(turn.traceId), scores)}
                number={index + 1}
                projectId={projectId}
              />
            ))}
          </section>
          <aside className={classes.side}>
            <Facts
              items={[
                [t.trace.started, <RelativeTime key="first" time={session.firstSeen} />],
                [t.sessions.columns.last, <RelativeTime key="last" time={session.lastSeen} />],
                [t.sessions.columns.duration, formatDuration(session.durationMs)],
                [t.trace.cost, formatCost(session.costUsd)],
                [t.trace.tokens, <TokenBar key="tokens" tokens={session.tokens} />],
                session.turnCount > 0
                  ? [
                      t.traces.columns.steps,
                      `${formatCount(session.turnCount)} · ${formatCount(session.toolCount)}`,
                    ]
                  : [t.sessions.tracesTitle, formatCount(session.traceCount)],
                [t.trace.user, session.userIds.join(', ')],
                [t.trace.environment, session.environment],
                [t.trace.model, session.models.join(', ')],
              ]}
            />
            {own.length > 0 && (
              <>
                <h2 className={classes.subtitle}>{t.detail.scores}</h2>
                <ScoreList scores={own} />
              </>
            )}
            <h2 className={classes.subtitle}>{t.sessions.tracesTitle}</h2>
            <ul className={classes.traces}>
              {session.traces.map((trace) => (
                <li key={trace.id}>
                  <Link
                    to="/project/$projectId/traces/$traceId"
                    params={{ projectId, traceId: trace.id }}
                    search={{}}
                    className={classes.trace}
                  >
                    <StatusDot errors={trace.errorCount} live={trace.isLive} />
                    <span className={classes.name}>{trace.name || t.traces.unnamed}</span>
                    <span className={classes.quiet}>{formatCost(trace.costUsd)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </aside>
        </div>
      </div>
      {panel && (
        <SidePanel
          project={projectId}
          subject={{ kind: 'session', sessionId: session.id }}
          panel={panel}
          onPanel={open}
          onClose={() => open(undefined)}
        />
      )}
    </div>
  )
}

/** The scores that belong to an exchange: of its trace as a whole where the trace is one exchange, and of its step. */
function scoresOf(turn: SessionTurn, trace: TraceRow | undefined, scores: SubjectScore[]): SubjectScore[] {
  const isWhole = trace?.turnCount === 0
  return scores.filter(
    (score) => score.traceId === turn.traceId && (isWhole || score.observationId === turn.observationId),
  )
}

interface TurnProps {
  turn: SessionTurn
  trace: TraceRow | undefined
  scores: SubjectScore[]
  number: number
  projectId: string
}

function Turn({ turn, trace, scores, number, projectId }: TurnProps) {
  const figures = [
    trace?.turnCount === 0 ? showReordering(trace.name) : '',
    formatDuration(turn.durationMs),
    turn.tokens.total ? `${formatCompact(turn.tokens.total)} ${t.trace.tokens.toLowerCase()}` : '',
    turn.costUsd === null ? '' : formatCost(turn.costUsd),
  ].filter(Boolean)
  return (
    <Exchange
      number={number}
      time={turn.startTime}
      figures={figures}
      level={turn.level}
      status={turn.statusMessage}
      input={turn.input}
      output={turn.output}
      // Only coding agents leave answers out on purpose; elsewhere there was none, or it is still to come. A turn that
      // was cut short says so, and never had one.
      isAnswerMissing={
        turn.output === null &&
        turn.level === 'DEFAULT' &&
        turn.statusMessage === '' &&
        trace?.source === 'codex'
      }
    >
      <Link
        to="/project/$projectId/traces/$traceId"
        params={{ projectId, traceId: turn.traceId }}
        search={{ o: turn.observationId }}
        className={classes.steps}
      >
        {turn.toolCount > 0 ? t.traces.tools(turn.toolCount) : t.sessions.openInTrace}
      </Link>
      {scores.length > 0 && <ScoreChips scores={scores} max={6} />}
    </Exchange>
  )
}
