import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight, CircleAlert, CircleCheck } from 'lucide-react'
import { setupQuery } from '../../api/ingestion'
import { useLiveTraces } from '../../api/live'
import type { IngestIssue, SetupStatus } from '../../api/types'
import { RelativeTime } from '../../components/RelativeTime'
import { t } from '../../i18n'
import classes from './ArrivalPanel.module.css'

/** Says whether anything from Codex has arrived, by itself; and why not, when something was refused. */
export function ArrivalPanel({ project }: { project: string }) {
  const queries = useQueryClient()
  const { data } = useQuery(setupQuery(project, true))
  useLiveTraces(project, () => void queries.invalidateQueries({ queryKey: ['setup', project] }))
  const refusal = data?.lastRefusal
  const isRecent = refusal && (!data.lastEventAt || refusal.time > data.lastEventAt)
  return (
    <>
      {data?.firstEventAt ? <Arrived status={data} project={project} /> : <Waiting />}
      {isRecent && <Refusal refusal={refusal} project={project} />}
    </>
  )
}

function Waiting() {
  return (
    <section className={classes.root} role="status">
      <span className={classes.beacon} aria-hidden />
      <h2 className={classes.title}>{t.setup.waiting}</h2>
      <p className={classes.text}>{t.setup.waitingHelp}</p>
    </section>
  )
}

function Arrived({ status, project }: { status: SetupStatus; project: string }) {
  return (
    <section className={classes.root} data-tone="ok" role="status">
      <CircleCheck size={22} aria-hidden className={classes.icon} />
      <h2 className={classes.title}>{t.setup.arrived}</h2>
      {status.lastEventAt && (
        <p className={classes.text}>
          {t.setup.lastEvent} <RelativeTime time={status.lastEventAt} />
        </p>
      )}
      {status.lastTraceId && (
        <Link
          to="/project/$projectId/traces/$traceId"
          params={{ projectId: project, traceId: status.lastTraceId }}
          search={{}}
          className={classes.link}
        >
          {t.setup.openTrace} <ArrowRight size={14} aria-hidden />
        </Link>
      )}
    </section>
  )
}

function Refusal({ refusal, project }: { refusal: IngestIssue; project: string }) {
  return (
    <section className={classes.root} data-tone="error" role="alert">
      <CircleAlert size={22} aria-hidden className={classes.icon} />
      <h2 className={classes.title}>{t.setup.refusedTitle}</h2>
      <p className={classes.reason}>{refusal.reason}</p>
      {refusal.hint && <p className={classes.text}>{refusal.hint}</p>}
      <p className={classes.quiet}>
        {t.ingestion.repeats(refusal.repeats)}, <RelativeTime time={refusal.time} /> · {refusal.address}
        {refusal.status > 0 && ` · HTTP ${refusal.status}`}
      </p>
      <Link
        to="/project/$projectId/ingestion"
        params={{ projectId: project }}
        search={{}}
        className={classes.link}
      >
        {t.setup.seeProblems} <ArrowRight size={14} aria-hidden />
      </Link>
    </section>
  )
}
