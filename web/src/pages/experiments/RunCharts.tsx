import { useLocalStorage } from '@mantine/hooks'
import { ChartLine, ChevronDown } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ExperimentRow } from '../../api/experiments'
import { formatDuration } from '../../format/duration'
import { formatCost } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { scoreNames } from './experimentColumns'
import classes from './RunCharts.module.css'

const RunChart = lazy(() => import('./RunChart'))

const MOST_SERIES = 6
const MOST_RUNS = 60

/** How scores, latency and cost went from run to run; `runs` are in the order of time. */
export function RunCharts({ runs }: { runs: readonly ExperimentRow[] }) {
  const [isOpen, setOpen] = useLocalStorage({
    key: 'sidelight-experiment-charts',
    defaultValue: true,
    getInitialValueInEffect: false,
  })
  const shown = runs.slice(-MOST_RUNS)
  const labels = shown.map(({ name }) => name)
  const names = scoreNames(shown)
    .filter((name) => shown.some((run) => averageOf(run, name) !== null))
    .slice(0, MOST_SERIES)
  return (
    <section className={classes.root}>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChartLine size={13} aria-hidden />
        {t.experiments.showCharts}
        <ChevronDown size={13} aria-hidden className={classes.arrow} />
      </button>
      {isOpen && (
        <Suspense fallback={<div className={classes.pending} />}>
          <div className={classes.charts}>
            {names.length > 0 && (
              <RunChart
                title={t.experiments.chartScores}
                labels={labels}
                series={names.map((name) => ({
                  name,
                  values: shown.map((run) => averageOf(run, name)),
                }))}
                format={formatScore}
                isWide
              />
            )}
            <RunChart
              title={t.experiments.chartLatency}
              labels={labels}
              series={[
                {
                  name: t.experiments.columns.latency,
                  values: shown.map((run) => run.meanLatencyMs),
                },
              ]}
              format={formatDuration}
            />
            <RunChart
              title={t.experiments.chartCost}
              labels={labels}
              series={[
                {
                  name: t.experiments.columns.cost,
                  values: shown.map((run) => run.totalCostUsd),
                },
              ]}
              format={formatCost}
            />
          </div>
        </Suspense>
      )}
    </section>
  )
}

/** The average of a run's numeric scores of a name; null without any. */
export const averageOf = (run: ExperimentRow, name: string): number | null =>
  run.scores.find((one) => one.name === name && one.average !== null)?.average ?? null
