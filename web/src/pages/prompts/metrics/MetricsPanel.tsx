import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChartNoAxesColumn } from 'lucide-react'
import { promptMetricsQuery } from '../../../api/promptManaging'
import { Notice } from '../../../components/Notice'
import { PageError, PagePending } from '../../../components/PageState'
import { RangePicker } from '../../../components/RangePicker'
import { formatDuration } from '../../../format/duration'
import { formatCost, formatCount } from '../../../format/number'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import { scoreColumnsOf, scoreOf } from './compare'
import { MeasureCard } from './MeasureCard'
import classes from './MetricsPanel.module.css'
import { TurnsCard } from './TurnsCard'
import { VersionTable } from './VersionTable'

const says = t.prompts.metrics
const MOST_SCORE_CARDS = 4

interface MetricsPanelProps {
  project: string
  name: string
  version: number
  range: string
  onRange: (range: string) => void
  onSelect: (version: number) => void
}

/** What each version did in a range of time: charts that compare, and all figures below. */
export function MetricsPanel({ project, name, version, range, onRange, onSelect }: MetricsPanelProps) {
  const metrics = useQuery(promptMetricsQuery(project, name, range))
  const picker = <RangePicker value={range} onChange={onRange} />
  if (metrics.error && !metrics.data) return <PageError error={metrics.error} />
  if (!metrics.data) return <PagePending />
  const { versions } = metrics.data
  const total = versions.reduce((sum, one) => sum + one.generationCount, 0)
  const cost = versions.reduce((sum, one) => sum + (one.totalCostUsd ?? 0), 0)
  const scores = scoreColumnsOf(versions).filter((column) =>
    versions.some((one) => scoreOf(one, column)?.average != null),
  )
  return (
    <div className={classes.root} data-stale={metrics.isPlaceholderData || undefined}>
      <div className={classes.bar}>
        <span>{total > 0 && says.total(total, versions.length, cost > 0 ? formatCost(cost) : '')}</span>
        {picker}
      </div>
      {versions.length === 0 ? (
        <Notice icon={ChartNoAxesColumn} title={says.emptyTitle} text={says.empty}>
          {range !== 'all' && (
            <Button variant="default" onClick={() => onRange('all')}>
              {t.traces.widen}
            </Button>
          )}
        </Notice>
      ) : (
        <>
          <div className={classes.cards}>
            <TurnsCard metrics={metrics.data} />
            {(
              [
                [says.cards.generations, (one) => one.generationCount, formatCount],
                [says.cards.latency, (one) => one.medianLatencyMs, formatDuration],
                [
                  says.cards.tokens,
                  (one) =>
                    one.medianInputTokens === null
                      ? null
                      : one.medianInputTokens + (one.medianOutputTokens ?? 0),
                  (value) => formatCount(Math.round(value)),
                ],
                [says.cards.cost, (one) => one.medianCostUsd, formatCost],
                ...scores
                  .slice(0, MOST_SCORE_CARDS)
                  .map(
                    (column) =>
                      [
                        column.isAmbiguous ? `${column.name} (${says.short[column.level]})` : column.name,
                        (one) => scoreOf(one, column)?.average ?? null,
                        formatScore,
                      ] satisfies Card,
                  ),
              ] satisfies Card[]
            ).map(([title, measured, format]) => (
              <MeasureCard
                key={title}
                title={title}
                versions={versions}
                selected={version}
                measured={measured}
                format={format}
                onSelect={onSelect}
              />
            ))}
          </div>
          <VersionTable project={project} name={name} versions={versions} selected={version} />
        </>
      )}
    </div>
  )
}

type Card = [
  title: string,
  measured: Parameters<typeof MeasureCard>[0]['measured'],
  format: (value: number) => string,
]
