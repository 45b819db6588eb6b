import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Download, FlaskConical, SearchX } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo } from 'react'
import { comparisonQuery, comparisonSearchQuery, exportAddress } from '../../../api/experiments'
import { useProjectId } from '../../../app/useProjectId'
import { useTitle } from '../../../app/useTitle'
import { ButtonLink } from '../../../components/ButtonLink'
import { Notice } from '../../../components/Notice'
import { PageHead } from '../../../components/PageHead'
import { PageError } from '../../../components/PageState'
import page from '../../../filters/FilteredList.module.css'
import { t } from '../../../i18n'
import { ListSkeleton } from '../../../table/ListSkeleton'
import { AddRun } from './AddRun'
import { rowsOf, scoresOf } from './comparison'
import { ItemDrawer } from './ItemDrawer'
import { narrowed, sorted, yardstickOf } from './measures'
import { ResultFilters } from './ResultFilters'
import classes from './ResultsPage.module.css'
import { RowTable } from './RowTable'
import { Summary } from './Summary'
import { MOST_COMPARED, type ResultsSearch } from './search'
import { useDirections } from './useDirections'

const ResultCharts = lazy(() => import('./ResultCharts'))

/** One experiment item by item, or several beside the first. */
export function ResultsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/experiments/results' })
  const navigate = useNavigate({ from: '/project/$projectId/experiments/results' })
  const runs = useMemo(
    () => [search.baseline, ...(search.runs ?? [])].filter((one) => one !== ''),
    [search.baseline, search.runs],
  )
  const { data, error, isPlaceholderData } = useQuery({
    ...comparisonQuery(project, runs),
    enabled: runs.length > 0,
  })
  const found = useQuery(comparisonSearchQuery(project, runs, search.q ?? ''))
  const { lower, toggle } = useDirections(project)
  const rows = useMemo(() => (data ? rowsOf(data) : []), [data])
  const scores = useMemo(() => (data ? scoresOf(data) : { numeric: [], others: [] }), [data])
  const against = search.vs ? runs.indexOf(search.vs) : -1
  const by = useMemo(
    () =>
      yardstickOf(rows, search.by ? [search.by] : scores.numeric.map((name) => `score:${name}`), lower, {
        against: against > 0 ? against : undefined,
        withFailures: search.by === undefined,
      }),
    [rows, search.by, scores, lower, against],
  )
  const shown = useMemo(() => {
    const keys = search.q && found.data ? new Set(found.data.rows) : undefined
    return sorted(
      narrowed(rows, { show: search.show, by, below: search.below, found: keys }),
      search.sort ?? 'order',
      by,
    )
  }, [rows, search.q, search.show, search.below, search.sort, found.data, by])
  const change = useCallback(
    (part: Partial<ResultsSearch>, replace = true) =>
      void navigate({ search: (old) => ({ ...old, ...part }), replace }),
    [navigate],
  )
  const single = data?.runs.length === 1 ? data.runs[0]?.experiment : undefined
  useTitle(single?.name ?? t.experiments.compareTitle)

  const setRuns = (ids: readonly string[]) =>
    change({ baseline: ids[0] ?? '', runs: ids.length > 1 ? ids.slice(1) : undefined }, false)

  if (error && !data) return <PageError error={error} />
  if (runs.length === 0) {
    return (
      <Notice icon={FlaskConical} title={t.experiments.compareTitle} text={t.experiments.compareFew}>
        <ButtonLink
          to="/project/$projectId/experiments"
          params={{ projectId: project }}
          search={{}}
          variant="default"
        >
          {t.experiments.title}
        </ButtonLink>
      </Notice>
    )
  }
  const opened = shown.findIndex((row) => row.key === search.item)
  const openedRow = shown[opened] ?? rows.find((row) => row.key === search.item)

  return (
    <div className={page.root} data-stale={isPlaceholderData || undefined}>
      <PageHead
        trail={[
          <Link
            key="experiments"
            to="/project/$projectId/experiments"
            params={{ projectId: project }}
            search={{}}
          >
            {t.experiments.title}
          </Link>,
        ]}
        title={single?.name ?? t.experiments.compareTitle}
        note={data ? t.experiments.shown(shown.length, rows.length) : undefined}
      >
        <SegmentedControl
          aria-label={t.experiments.view}
          value={search.view ?? 'summary'}
          onChange={(view) =>
            change({ view: view === 'summary' ? undefined : (view as ResultsSearch['view']) })
          }
          data={[
            { value: 'summary', label: t.experiments.summary },
            { value: 'charts', label: t.experiments.charts },
            { value: 'none', label: t.experiments.hidden },
          ]}
        />
        {runs.length < MOST_COMPARED && data && (
          <AddRun
            project={project}
            dataset={data.runs[0]?.experiment.datasetId ?? ''}
            runs={runs}
            onAdd={(id) => setRuns([...runs, id])}
          />
        )}
        <Button
          component="a"
          href={exportAddress(project, runs)}
          download
          variant="default"
          aria-label={t.experiments.exportCsv}
          title={t.experiments.exportCsv}
          px={8}
        >
          <Download size={14} aria-hidden />
        </Button>
      </PageHead>
      {data && data.missing.length > 0 && (
        <p className={classes.missing} role="status">
          {t.experiments.missing(data.missing.join(', '))}
        </p>
      )}
      {!data ? (
        <ListSkeleton height={124} />
      ) : (
        <>
          {search.view === undefined && (
            <Summary
              comparison={data}
              rows={rows}
              scores={scores}
              lower={lower}
              onTurn={toggle}
              onPick={(pick) => change(pick)}
            />
          )}
          {search.view === 'charts' && (
            <Suspense fallback={<div className={classes.pending} />}>
              <ResultCharts comparison={data} rows={rows} scores={scores} />
            </Suspense>
          )}
          {rows.length > 0 && (
            <ResultFilters
              search={search}
              rows={rows}
              scores={scores}
              by={by}
              others={data.runs.slice(1).map(({ experiment }) => experiment)}
              isSingle={data.runs.length < 2}
              onChange={change}
            />
          )}
          {rows.length === 0 ? (
            <Notice icon={FlaskConical} title={t.experiments.title} text={t.experiments.noItems} />
          ) : shown.length === 0 ? (
            <Notice icon={SearchX} title={t.experiments.noRowTitle} text={t.experiments.noRow}>
              <Button
                variant="default"
                onClick={() =>
                  change({ show: undefined, below: undefined, q: undefined, vs: undefined, by: undefined })
                }
              >
                {t.common.clearAll}
              </Button>
            </Notice>
          ) : (
            <RowTable
              project={project}
              comparison={data}
              rows={shown}
              by={by}
              isCovered={openedRow !== undefined}
              onOpen={(item) => change({ item }, false)}
              onRuns={setRuns}
            />
          )}
          {openedRow && (
            <ItemDrawer
              project={project}
              comparison={data}
              row={openedRow}
              lower={lower}
              previous={shown[opened - 1]?.key}
              next={opened >= 0 ? shown[opened + 1]?.key : undefined}
              onMove={(item) => change({ item })}
              onClose={() => change({ item: undefined })}
            />
          )}
        </>
      )}
    </div>
  )
}
