import { BarChart, ScatterChart } from 'echarts/charts'
import { use } from 'echarts/core'
import { useCallback, useMemo } from 'react'
import type { Comparison } from '../../../api/experiments'
import { axisOf, type Look, useChart } from '../../../charts/useChart'
import { formatDuration } from '../../../format/duration'
import { formatCost } from '../../../format/number'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import { frameOf, SERIES_COLORS } from '../chartFrame'
import classes from '../RunCharts.module.css'
import { metricOf, type Row } from './comparison'
import { distributionOf } from './distribution'
import own from './ResultCharts.module.css'

use([BarChart, ScatterChart])

const MOST_DISTRIBUTIONS = 4

interface ResultChartsProps {
  comparison: Comparison
  rows: readonly Row[]
  scores: { numeric: string[]; others: string[] }
}

/** How scores are distributed, what a better one costs, and time and cost by experiment. */
export default function ResultCharts({ comparison, rows, scores }: ResultChartsProps) {
  const { runs } = comparison
  const names = useMemo(() => runs.map(({ experiment }) => experiment.name), [runs])
  const latencies = useMemo(() => runs.map(({ experiment }) => experiment.meanLatencyMs), [runs])
  const costs = useMemo(() => runs.map(({ experiment }) => experiment.totalCostUsd), [runs])
  const [first] = scores.numeric
  return (
    <div className={own.frame}>
      {runs.length > 1 && (
        <ul className={own.legend} aria-label={t.experiments.chooseRuns}>
          {runs.map(({ experiment }, at) => (
            <li key={experiment.id} title={experiment.name}>
              <span className={own.swatch} style={{ background: `var(${colorOf(at)})` }} aria-hidden />
              <span className={own.name}>{experiment.name}</span>
            </li>
          ))}
        </ul>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={own.root} tabIndex={0} role="region" aria-label={t.experiments.charts}>
        {scores.numeric.slice(0, MOST_DISTRIBUTIONS).map((name) => (
          <Spread key={name} name={name} runs={names} rows={rows} />
        ))}
        {first && <Scatter name={first} runs={names} rows={rows} />}
        <Bars title={t.experiments.chartLatency} runs={names} values={latencies} format={formatDuration} />
        <Bars title={t.experiments.chartCost} runs={names} values={costs} format={formatCost} />
      </div>
    </div>
  )
}

const colorOf = (at: number): string => SERIES_COLORS[at % SERIES_COLORS.length] ?? '--k-model'

interface BarsProps {
  title: string
  runs: readonly string[]
  values: readonly (number | null)[]
  format: (value: number) => string
}

/** One bar an experiment. */
function Bars({ title, runs, values, format }: BarsProps) {
  const draw = useCallback(
    (look: Look) => {
      const { tooltip, ...frame } = frameOf(look, false)
      return {
        ...frame,
        tooltip: {
          ...tooltip,
          trigger: 'axis',
          axisPointer: { type: 'shadow' },
          valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–'),
        },
        xAxis: { ...axisOf(look), type: 'category', data: runs, axisLabel: { show: false } },
        yAxis: {
          ...axisOf(look),
          type: 'value',
          splitNumber: 3,
          axisLabel: { ...look.font, formatter: format, hideOverlap: true },
        },
        series: [
          {
            name: title,
            type: 'bar',
            barMaxWidth: 34,
            data: values.map((value, at) => ({ value, itemStyle: { color: look.color(colorOf(at)) } })),
          },
        ],
      }
    },
    [title, runs, values, format],
  )
  const place = useChart(draw)
  if (values.every((value) => value === null)) return null
  const textOf = (value: number | null | undefined) => (typeof value === 'number' ? format(value) : '–')
  return (
    <figure className={classes.card}>
      <figcaption className={classes.title}>{title}</figcaption>
      <div
        ref={place}
        className={classes.plot}
        role="img"
        aria-label={`${title}: ${runs.map((run, at) => `${run} ${textOf(values[at])}`).join(', ')}`}
      />
    </figure>
  )
}

interface SpreadProps {
  name: string
  runs: readonly string[]
  rows: readonly Row[]
}

function Spread({ name, runs, rows }: SpreadProps) {
  const found = useMemo(() => distributionOf(rows, runs.length, name), [rows, runs.length, name])
  const draw = useCallback(
    (look: Look) => {
      const { tooltip, ...frame } = frameOf(look, false)
      return {
        ...frame,
        tooltip: { ...tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
        xAxis: { ...axisOf(look), type: 'category', data: found.labels },
        yAxis: { ...axisOf(look), type: 'value', minInterval: 1, splitNumber: 3 },
        series: runs.map((run, at) => ({
          name: run,
          type: 'bar',
          barCategoryGap: '20%',
          itemStyle: { color: look.color(colorOf(at)) },
          data: found.counts[at],
        })),
      }
    },
    [found, runs],
  )
  const place = useChart(draw)
  return (
    <figure className={classes.card}>
      <figcaption className={classes.title} title={t.experiments.distribution}>
        {t.experiments.itemsBy(name)}
      </figcaption>
      <div
        ref={place}
        className={classes.plot}
        role="img"
        aria-label={`${t.experiments.distribution}: ${name}`}
      />
    </figure>
  )
}

function Scatter({ name, runs, rows }: SpreadProps) {
  const draw = useCallback(
    (look: Look) => {
      const { tooltip, ...frame } = frameOf(look, false)
      return {
        ...frame,
        tooltip: {
          ...tooltip,
          formatter: ({ data, seriesName }: { data: [number, number, string]; seriesName: string }) => {
            const box = document.createElement('div')
            box.textContent = `${seriesName} · ${data[2].slice(0, 60)}: ${formatScore(data[1])} · ${formatCost(data[0])}`
            return box
          },
        },
        xAxis: {
          ...axisOf(look),
          type: 'value',
          scale: true,
          splitNumber: 3,
          axisLabel: { ...look.font, formatter: formatCost, hideOverlap: true },
        },
        yAxis: { ...axisOf(look), type: 'value', scale: true, splitNumber: 3 },
        series: runs.map((run, at) => ({
          name: run,
          type: 'scatter',
          symbolSize: 6,
          itemStyle: {
            color: look.color(colorOf(at)),
            opacity: 0.65,
          },
          data: rows.flatMap((row) => {
            const cost = metricOf(row.cells[at], 'cost')
            const score = metricOf(row.cells[at], `score:${name}`)
            return cost === null || score === null ? [] : [[cost, score, row.key]]
          }),
        })),
      }
    },
    [name, runs, rows],
  )
  const place = useChart(draw)
  const title = t.experiments.chartScatter(name)
  if (!rows.some((row) => row.cells.some((cell) => metricOf(cell, 'cost') !== null))) return null
  return (
    <figure className={classes.card}>
      <figcaption className={classes.title}>{title}</figcaption>
      <div ref={place} className={classes.plot} role="img" aria-label={title} />
    </figure>
  )
}
