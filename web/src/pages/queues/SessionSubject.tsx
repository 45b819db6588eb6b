import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../../api/sessions'
import { PageError, PagePending } from '../../components/PageState'
import { Exchange } from '../../conversation/Exchange'
import { formatDuration } from '../../format/duration'
import { formatCost } from '../../format/number'
import { t } from '../../i18n'
import classes from './Subject.module.css'

/** A session as the conversation that it was. */
export function SessionSubject({ project, session }: { project: string; session: string }) {
  const { data, error } = useQuery(sessionQuery(project, session))
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t.sessions.conversation}>
      <div className={classes.conversation}>
        {data.turns.length === 0 && <p>{t.sessions.noTurns}</p>}
        {data.turns.map((turn, index) => (
          <Exchange
            key={`${turn.traceId} ${turn.observationId}`}
            number={index + 1}
            time={turn.startTime}
            figures={[
              formatDuration(turn.durationMs),
              turn.costUsd === null ? '' : formatCost(turn.costUsd),
            ].filter(Boolean)}
            level={turn.level}
            status={turn.statusMessage}
            input={turn.input}
            output={turn.output}
            isAnswerMissing={false}
          />
        ))}
      </div>
    </div>
  )
}
