import { Link } from '@tanstack/react-router'
import type { ExperimentRow, ExperimentScore } from '../../api/experiments'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCount } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { aboveClass, CostCell, Dash, labelsClass, linkClass, NameCell, quietClass } from '../../table/cells'
import type { Column } from '../../table/column'
import classes from './experimentColumns.module.css'
import { MiniBins } from './MiniBins'

const labels = t.experiments.columns
const MOST_SCORES = 6

/** The names of the scores that some experiments have, the most common first. */
export function scoreNames(rows: readonly ExperimentRow[]): string[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    for (const { name } of row.scores) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)).map(([name]) => name)
}

/** The columns of the list; each score has one with its average and distribution. */
export function experimentColumns(
  project: string,
  names: readonly string[],
  hasDataset: boolean,
): Column<ExperimentRow>[] {
  const scores = names.slice(0, MOST_SCORES).map(
    (name, at): Column<ExperimentRow> => ({
      key: `score:${name}`,
      label: name,
      width: 116,
      end: true,
      orders: [`score:${name}.desc`, `score:${name}.asc`],
      from: 840 + at * 185,
      onPhone: at === 0,
      render: (row) => <ScoreCell score={row.scores.find((one) => one.name === name)} />,
    }),
  )
  const columns: Column<ExperimentRow>[] = [
    {
      key: 'name',
      label: labels.name,
      width: 230,
      grow: 3,
      fixed: true,
      orders: ['name.asc', 'name.desc'],
      render: (row) => (
        <NameCell
          id={row.id}
          preview={row.description || metadataText(row.metadata)}
          link={
            <Link
              to="/project/$projectId/experiments/results"
              params={{ projectId: project }}
              search={{ baseline: row.id }}
              className={linkClass}
              title={row.name}
            >
              {row.name}
            </Link>
          }
          badges={<Badges row={row} />}
        />
      ),
    },
    {
      key: 'dataset',
      label: labels.dataset,
      width: 110,
      grow: 1,
      from: 1050,
      render: (row) => <DatasetCell project={project} row={row} />,
    },
    {
      key: 'items',
      label: labels.items,
      width: 56,
      end: true,
      orders: ['items.desc', 'items.asc'],
      from: 520,
      render: (row) => formatCount(row.itemCount),
    },
    ...scores,
    {
      key: 'latency',
      label: labels.latency,
      width: 80,
      end: true,
      orders: ['latency.asc', 'latency.desc'],
      from: 700,
      render: (row) => formatDuration(row.meanLatencyMs),
    },
    {
      key: 'meanCost',
      label: labels.meanCost,
      width: 76,
      end: true,
      optional: true,
      render: (row) => <CostCell usd={row.meanCostUsd} />,
    },
    {
      key: 'cost',
      label: labels.cost,
      width: 72,
      end: true,
      orders: ['cost.asc', 'cost.desc'],
      from: 640,
      render: (row) => <CostCell usd={row.totalCostUsd} />,
    },
    {
      key: 'tokens',
      label: labels.tokens,
      width: 68,
      end: true,
      orders: ['tokens.desc', 'tokens.asc'],
      from: 1320,
      render: (row) => (row.tokens ? formatCompact(row.tokens) : <Dash />),
    },
    {
      key: 'start',
      label: labels.start,
      width: 90,
      optional: true,
      orders: ['start.desc', 'start.asc'],
      render: (row) => <RelativeTime time={row.startTime} />,
    },
    {
      key: 'last',
      label: labels.last,
      width: 96,
      orders: ['last.desc', 'last.asc'],
      from: 480,
      render: (row) => <RelativeTime time={row.lastTime} />,
    },
  ]
  return hasDataset ? columns : columns.filter((one) => one.key !== 'dataset')
}

/** The most that a list says of metadata. */
function metadataText(metadata: Record<string, unknown>): string {
  return Object.entries(metadata)
    .slice(0, 6)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
    .slice(0, 300)
}

function Badges({ row }: { row: ExperimentRow }) {
  return (
    <span className={labelsClass}>
      {row.errorCount > 0 && (
        <Badge tone="error" title={t.experiments.failed(row.errorCount)}>
          {t.experiments.failedShort(row.errorCount)}
        </Badge>
      )}
      {row.pendingCount > 0 && (
        <Badge title={t.experiments.pending(row.pendingCount)}>
          {t.experiments.pendingShort(row.pendingCount)}
        </Badge>
      )}
      {row.runScores.slice(0, 1).map((score) => (
        <Badge key={score.id} tone="outline" title={t.experiments.runScore}>
          {t.experiments.wholeRun(
            score.name,
            score.value === null || score.dataType === 'CATEGORICAL'
              ? (score.stringValue ?? '–')
              : formatScore(score.value),
          )}
        </Badge>
      ))}
    </span>
  )
}

function ScoreCell({ score }: { score: ExperimentScore | undefined }) {
  if (!score) return <Dash />
  const [first] = score.categories
  return (
    <span className={classes.score}>
      <MiniBins score={score} />
      {score.average === null ? (
        <span className={classes.category} title={first?.value}>
          {first?.value}
        </span>
      ) : (
        <b>{formatScore(score.average)}</b>
      )}
    </span>
  )
}

function DatasetCell({ project, row }: { project: string; row: ExperimentRow }) {
  if (!row.datasetId) return <span className={quietClass}>{t.experiments.local}</span>
  if (row.datasetName === null) return <span className={quietClass}>{t.experiments.datasetGone}</span>
  return (
    <Link
      to="/project/$projectId/datasets/$datasetId"
      params={{ projectId: project, datasetId: row.datasetId }}
      className={aboveClass}
      title={row.datasetName}
    >
      {row.datasetName}
    </Link>
  )
}
