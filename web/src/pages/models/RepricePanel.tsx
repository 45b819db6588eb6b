import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { isActive, jobsQuery, type RepriceJob, repriceAll } from '../../api/models'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './Panels.module.css'

const says = t.models.jobs
const TONES = { waiting: 'quiet', running: 'accent', done: 'ok', failed: 'error' } as const

/** How far stored calls are with new prices, and what changed before. */
export function RepricePanel({ project, mayEdit }: { project: string; mayEdit: boolean }) {
  const queries = useQueryClient()
  const { data: jobs } = useQuery(jobsQuery(project))
  const active = jobs?.filter(isActive) ?? []
  const wasActive = useRef(false)
  useEffect(() => {
    if (wasActive.current && active.length === 0) {
      // What calls cost has changed: the lists of this page and all others.
      void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] !== 'jobs' })
    }
    wasActive.current = active.length > 0
  }, [active.length, queries])
  const asking = useMutation({
    mutationFn: () => repriceAll(project),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['models', project, 'jobs'] }),
  })
  if (!jobs) return null
  const running = active.at(-1)
  return (
    <>
      {running && <Running job={running} />}
      <details className={classes.history}>
        <summary>
          <ChevronRight size={13} aria-hidden className={classes.chevron} />
          {says.history}
        </summary>
        {jobs.length === 0 ? <p className={classes.quiet}>{says.none}</p> : <History jobs={jobs} />}
        <div className={classes.ask} hidden={!mayEdit}>
          <Button
            variant="default"
            size="compact-sm"
            loading={asking.isPending}
            disabled={active.some((job) => job.cause === 'asked')}
            onClick={() => asking.mutate()}
          >
            {says.reprice}
          </Button>
          <span className={classes.quiet}>{asking.error?.message ?? says.repriceHelp}</span>
        </div>
      </details>
    </>
  )
}

function Running({ job }: { job: RepriceJob }) {
  const share = job.calls > 0 ? Math.min(job.lookedAt / job.calls, 1) : 0
  const isSettling = job.state === 'running' && job.calls > 0 && job.lookedAt >= job.calls && !job.day
  return (
    <section className={classes.panel} aria-label={says.running(nameOf(job))} aria-live="polite">
      <h2 className={classes.title}>
        {says.running(nameOf(job))}
        <span className={classes.quiet}>
          {job.state === 'waiting'
            ? says.waiting
            : isSettling
              ? says.settling
              : job.calls === 0
                ? says.counting
                : `${says.progress(formatCount(job.lookedAt), formatCount(job.calls))} · ${says.changed(formatCount(job.changed))}`}
          {job.day && ` · ${says.day(job.day)}`}
        </span>
      </h2>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={says.running(nameOf(job))}
        aria-valuenow={Math.round(100 * share)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={classes.fill} style={{ width: `${100 * share}%` }} />
      </div>
    </section>
  )
}

function History({ jobs }: { jobs: RepriceJob[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={says.title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{says.columns.change}</th>
            <th>{says.columns.model}</th>
            <th>{says.columns.when}</th>
            <th data-end>{says.columns.calls}</th>
            <th data-end>{says.columns.changed}</th>
            <th>{says.columns.state}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              <td>{says.causes[job.cause]}</td>
              <td>{nameOf(job)}</td>
              <td>
                <RelativeTime time={job.createdAt} />
              </td>
              <td data-end>{formatCount(job.lookedAt)}</td>
              <td data-end>{formatCount(job.changed)}</td>
              <td>
                <Badge tone={TONES[job.state]} title={job.error || undefined}>
                  {says.states[job.state]}
                </Badge>{' '}
                {job.error && <span className={classes.error}>{job.error}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const nameOf = (job: RepriceJob): string => job.modelName || says.all
