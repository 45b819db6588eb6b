import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense } from 'react'
import { ingestionQuery } from '../../api/ingestion'
import { useLiveTraces } from '../../api/live'
import type { IngestSummary } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { RangePicker } from '../../components/RangePicker'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { DEFAULT_RANGE } from '../../time/range'
import classes from './IngestionPage.module.css'
import { Problems } from './Problems'
import { SourceTable } from './SourceTable'
import type { IngestionSearch } from './search'

const RequestsChart = lazy(() => import('./RequestsChart'))

/** What arrived, what was refused or not understood, and why. */
export function IngestionPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/ingestion' })
  const navigate = useNavigate({ from: '/project/$projectId/ingestion' })
  const queries = useQueryClient()
  const range = search.range ?? DEFAULT_RANGE
  const { data, error } = useQuery(ingestionQuery(project, range))
  useTitle(t.ingestion.title)
  useLiveTraces(
    project,
    () => void queries.invalidateQueries({ queryKey: ['ingestion', project, 'summary'] }),
  )
  const change = (part: Partial<IngestionSearch>) => void navigate({ search: (old) => ({ ...old, ...part }) })

  return (
    <div className={classes.root}>
      <PageHead title={t.ingestion.title} note={t.ingestion.lead}>
        <RangePicker value={range} onChange={(next) => change({ range: next })} />
      </PageHead>
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : (
        <div className={classes.body}>
          <Figures summary={data} />
          <section className={classes.panel} aria-label={t.ingestion.chart}>
            <h2 className={classes.title}>{t.ingestion.chart}</h2>
            <Suspense fallback={<div style={{ height: 180 }} />}>
              <RequestsChart buckets={data.buckets} bucketSeconds={data.bucketSeconds} />
            </Suspense>
          </section>
          <section className={classes.panel}>
            <h2 className={classes.title}>{t.ingestion.sources}</h2>
            <SourceTable sources={data.sources} project={project} />
          </section>
          <Problems project={project} range={range} kind={search.kind} onKind={(kind) => change({ kind })} />
        </div>
      )}
    </div>
  )
}

function Figures({ summary }: { summary: IngestSummary }) {
  const requests = summary.sources.reduce((sum, one) => sum + one.requests, 0)
  const refused = summary.sources.reduce((sum, one) => sum + one.refused, 0)
  return (
    <div className={classes.figures}>
      <Figure label={t.ingestion.received} value={requests} />
      <Figure label={t.ingestion.pending} value={summary.pending} help={t.ingestion.pendingHelp} />
      <Figure
        label={t.ingestion.refused}
        value={refused}
        help={t.ingestion.refusedHelp}
        alarm={refused > 0}
      />
      <Figure
        label={t.ingestion.deadLetters}
        value={summary.deadLetters}
        help={t.ingestion.deadLettersHelp}
        alarm={summary.deadLetters > 0}
      />
    </div>
  )
}

interface FigureProps {
  label: string
  value: number
  help?: ReactNode
  alarm?: boolean
}

function Figure({ label, value, help, alarm = false }: FigureProps) {
  return (
    <div className={classes.figure} data-alarm={alarm || undefined}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{formatCount(value)}</span>
      {help && <span className={classes.help}>{help}</span>}
    </div>
  )
}
