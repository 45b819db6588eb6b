import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type AnalyticsScope, type Comparison, cellQuery, type SubjectOfCell } from '../../api/scoreAnalytics'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import type { OpenCell } from './Agreement'
import classes from './CellSubjects.module.css'

const says = t.scoreAnalytics

interface CellSubjectsProps {
  project: string
  compared: Comparison
  scope: AnalyticsScope
  open: OpenCell
  onClose: () => void
}

/** The subjects behind a cell, latest first. */
export function CellSubjects({ project, compared, scope, open, onClose }: CellSubjectsProps) {
  const { data, error } = useQuery(cellQuery(project, compared, scope, open.cell))
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const title = says.subjectsOf(open.a, open.b)
  return (
    <section ref={root} className={classes.root} aria-label={title}>
      <header className={classes.head}>
        <h3>{showReordering(title)}</h3>
        {data && <span className={classes.quiet}>{says.latest(data.length)}</span>}
        <button type="button" className={classes.close} onClick={onClose} aria-label={says.closeSubjects}>
          <X size={14} aria-hidden />
        </button>
      </header>
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>{says.columns.subject}</th>
              <th>{says.columns.a}</th>
              <th>{says.columns.b}</th>
              <th>{says.columns.time}</th>
            </tr>
          </thead>
          <tbody>
            {data.map((one) => (
              <tr key={[one.traceId, one.observationId, one.sessionId, one.datasetRunId].join(' ')}>
                <td className={classes.name}>
                  <Subject project={project} one={one} />
                </td>
                <td>{valueText(one.a)}</td>
                <td>{valueText(one.b)}</td>
                <td className={classes.quiet}>
                  <RelativeTime time={one.timestamp} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Subject({ project, one }: { project: string; one: SubjectOfCell }) {
  if (one.traceId) {
    return (
      <Link
        to="/project/$projectId/traces/$traceId"
        params={{ projectId: project, traceId: one.traceId }}
        search={{ o: one.observationId || undefined, tab: 'scores' }}
      >
        {showReordering(one.traceName) || one.traceId}
        {one.observationId && (
          <span className={classes.quiet}>
            {' '}
            · {says.subjectNames.observation} {one.observationId.slice(0, 16)}
          </span>
        )}
      </Link>
    )
  }
  if (one.sessionId) {
    return (
      <Link
        to="/project/$projectId/sessions/$sessionId"
        params={{ projectId: project, sessionId: one.sessionId }}
        search={{}}
      >
        {says.subjectNames.session} {showReordering(one.sessionId)}
      </Link>
    )
  }
  return (
    <span>
      {says.subjectNames.run} {one.datasetRunId}
    </span>
  )
}

const valueText = (value: number | string) =>
  typeof value === 'number' ? formatScore(value) : showReordering(value)
