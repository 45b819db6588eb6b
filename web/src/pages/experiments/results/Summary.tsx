import { Tooltip } from '@mantine/core'
import { TrendingDown, TrendingUp } from 'lucide-react'
import type { ComparedRun, Comparison } from '../../../api/experiments'
import { formatDuration } from '../../../format/duration'
import { formatDayClock } from '../../../format/moment'
import { formatCompact, formatCost, formatCount } from '../../../format/number'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import { averageOf } from '../RunCharts'
import { Change } from './Change'
import type { Metric, Row } from './comparison'
import { gain, tallyOf } from './measures'
import classes from './Summary.module.css'
import type { ResultsSearch } from './search'
import { TallyBar } from './TallyBar'

interface SummaryProps {
  comparison: Comparison
  rows: readonly Row[]
  scores: { numeric: string[]; others: string[] }
  lower: ReadonlySet<string>
  onTurn: (name: string) => void
  /** Leaves the items that became better or worse in an experiment by a metric. */
  onPick: (pick: Pick<ResultsSearch, 'show' | 'by' | 'vs'>) => void
}

/** What each experiment came to, score by score, with how it differs from the baseline. */
export function Summary({ comparison, rows, scores, lower, onTurn, onPick }: SummaryProps) {
  const { runs } = comparison
  const wholeNames = [
    ...new Set(runs.flatMap(({ experiment }) => experiment.runScores.map(({ name }) => name))),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.root} tabIndex={0} role="region" aria-label={t.experiments.summary}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t.experiments.metric}</th>
            {runs.map(({ experiment }, at) => (
              <th key={experiment.id} scope="col" title={experiment.name}>
                <span className={classes.run}>{experiment.name}</span>
                {at === 0 && runs.length > 1 && <small>{t.experiments.baseline}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {scores.numeric.map((name) => (
            <tr key={name}>
              <th scope="row">
                <Direction name={name} isLower={lower.has(name)} onTurn={onTurn} />
              </th>
              {runs.map((run, at) => (
                <td key={run.experiment.id}>
                  <Value
                    runs={runs}
                    rows={rows}
                    at={at}
                    metric={`score:${name}`}
                    lower={lower}
                    onPick={onPick}
                    valueIn={(one) => averageOf(one.experiment, name)}
                    format={formatScore}
                  />
                </td>
              ))}
            </tr>
          ))}
          {scores.others.map((name) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {runs.map(({ experiment }) => (
                <td key={experiment.id} className={classes.categories}>
                  {experiment.scores
                    .find((one) => one.name === name && one.dataType === 'CATEGORICAL')
                    ?.categories.slice(0, 3)
                    .map(({ value, count }) => `${value} ${formatCount(count)}`)
                    .join(' · ') ?? '–'}
                </td>
              ))}
            </tr>
          ))}
          {wholeNames.map((name) => (
            <tr key={`whole ${name}`}>
              <th scope="row">
                {name} <small>{t.experiments.ofRun}</small>
              </th>
              {runs.map((run, at) => (
                <td key={run.experiment.id} title={wholeOf(run, name)?.comment ?? undefined}>
                  <Whole runs={runs} at={at} name={name} lower={lower} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">{t.experiments.metrics.latency}</th>
            {runs.map((run, at) => (
              <td key={run.experiment.id}>
                <Value
                  runs={runs}
                  rows={rows}
                  at={at}
                  metric="latency"
                  lower={lower}
                  onPick={onPick}
                  valueIn={(one) => one.experiment.meanLatencyMs}
                  format={formatDuration}
                />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t.experiments.metrics.cost}</th>
            {runs.map((run, at) => (
              <td key={run.experiment.id}>
                <Value
                  runs={runs}
                  rows={rows}
                  at={at}
                  metric="cost"
                  lower={lower}
                  onPick={onPick}
                  valueIn={(one) => one.experiment.meanCostUsd}
                  format={formatCost}
                />
              </td>
            ))}
          </tr>
          {runs.some(({ experiment }) => experiment.datasetVersion) && (
            <tr>
              <th scope="row">{t.experiments.datasetVersion}</th>
              {runs.map(({ experiment }, at) => (
                <td key={experiment.id} className={classes.categories}>
                  {experiment.datasetVersion ? (
                    <>
                      {formatDayClock(new Date(experiment.datasetVersion))}
                      {at > 0 && experiment.datasetVersion !== runs[0]?.experiment.datasetVersion && (
                        <span className={classes.other} title={t.experiments.otherVersionHelp}>
                          {t.experiments.otherVersion}
                        </span>
                      )}
                    </>
                  ) : (
                    t.experiments.latestVersion
                  )}
                </td>
              ))}
            </tr>
          )}
          <tr>
            <th scope="row">{t.experiments.metrics.items}</th>
            {runs.map(({ experiment }) => (
              <td key={experiment.id}>
                {formatCount(experiment.itemCount)}
                {missingIn(rows, runs, experiment.id) > 0 && (
                  <button
                    type="button"
                    className={classes.errors}
                    onClick={() => onPick({ show: 'missing' })}
                    title={t.experiments.missingHelp}
                  >
                    {t.experiments.missingItems(missingIn(rows, runs, experiment.id))}
                  </button>
                )}
                {experiment.errorCount > 0 && (
                  <button
                    type="button"
                    className={classes.errors}
                    data-tone="error"
                    onClick={() => onPick({ show: 'errors' })}
                  >
                    {t.experiments.failed(experiment.errorCount)}
                  </button>
                )}
                <span className={classes.aside}>
                  {formatCost(experiment.totalCostUsd)} · {formatCompact(experiment.tokens)}{' '}
                  {t.experiments.metrics.tokens.toLowerCase()}
                </span>
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  )
}

interface ValueProps extends Pick<SummaryProps, 'rows' | 'lower' | 'onPick'> {
  runs: readonly ComparedRun[]
  at: number
  metric: Metric
  valueIn: (run: ComparedRun) => number | null
  format: (value: number) => string
}

function Value({ runs, rows, at, metric, lower, onPick, valueIn, format }: ValueProps) {
  const [first] = runs
  const run = runs[at]
  const value = run ? valueIn(run) : null
  if (!run || value === null) return <span className={classes.quiet}>–</span>
  const isBest =
    runs.length > 1 &&
    runs.every((other) => other === run || (gain(valueIn(other), value, metric, lower) ?? 1) > 0)
  return (
    <span className={classes.value}>
      <b>{format(value)}</b>
      {isBest && (
        <span className={classes.best} title={t.experiments.bestHelp}>
          {t.experiments.best}
        </span>
      )}
      {at > 0 && first && (
        <>
          <Change base={valueIn(first)} value={value} metric={metric} lower={lower} format={format} />
          <TallyBar
            tally={tallyOf(rows, at, metric, lower)}
            onPick={(show) =>
              onPick({ show, by: metric, vs: runs.length > 2 ? run.experiment.id : undefined })
            }
          />
        </>
      )}
    </span>
  )
}

interface DirectionProps {
  name: string
  isLower: boolean
  onTurn: (name: string) => void
}

function Direction({ name, isLower, onTurn }: DirectionProps) {
  const Icon = isLower ? TrendingDown : TrendingUp
  return (
    <span className={classes.direction}>
      <span className={classes.name} title={name}>
        {name}
      </span>
      <Tooltip label={isLower ? t.experiments.lowerBetter : t.experiments.higherBetter}>
        <button
          type="button"
          className={classes.turn}
          aria-label={t.experiments.directionOf(name, isLower)}
          aria-pressed={isLower}
          onClick={() => onTurn(name)}
        >
          <Icon size={13} aria-hidden />
        </button>
      </Tooltip>
    </span>
  )
}

/** How many of the items that others ran an experiment did not run. */
const missingIn = (rows: readonly Row[], runs: readonly ComparedRun[], id: string) => {
  const at = runs.findIndex(({ experiment }) => experiment.id === id)
  return rows.filter((row) => row.cells[at] === undefined).length
}

const wholeOf = (run: ComparedRun | undefined, name: string) =>
  run?.experiment.runScores.find((one) => one.name === name)

interface WholeProps {
  runs: readonly ComparedRun[]
  at: number
  name: string
  lower: ReadonlySet<string>
}

function Whole({ runs, at, name, lower }: WholeProps) {
  const score = wholeOf(runs[at], name)
  if (!score) return <span className={classes.quiet}>–</span>
  if (score.value === null || score.dataType === 'CATEGORICAL') return score.stringValue ?? '–'
  return (
    <span className={classes.value}>
      <b>{formatScore(score.value)}</b>
      {at > 0 && (
        <Change
          base={wholeOf(runs[0], name)?.value ?? null}
          value={score.value}
          metric={`score:${name}`}
          lower={lower}
          format={formatScore}
        />
      )}
    </span>
  )
}
