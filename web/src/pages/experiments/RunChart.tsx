import { BarChart, LineChart } from 'echarts/charts'
import { use } from 'echarts/core'
import { useCallback } from 'react'
import { axisOf, type Look, useChart } from '../../charts/useChart'
import { frameOf, SERIES_COLORS } from './chartFrame'
import classes from './RunCharts.module.css'

use([BarChart, LineChart])

interface RunChartProps {
  title: string
  /** Names of the runs. */
  labels: readonly string[]
  series: readonly { name: string; values: readonly (number | null)[] }[]
  format: (value: number) => string
  isWide?: boolean
}

/** One line a series over the runs; of few runs, bars. */
export default function RunChart({ title, labels, series, format, isWide }: RunChartProps) {
  const draw = useCallback(
    (look: Look) => {
      const { tooltip, ...frame } = frameOf(look, series.length > 1)
      const isBars = labels.length < 3
      return {
        ...frame,
        tooltip: {
          ...tooltip,
          trigger: 'axis',
          valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–'),
        },
        xAxis: {
          ...axisOf(look),
          type: 'category',
          data: labels,
          axisLabel: { ...look.font, hideOverlap: true, width: 90, overflow: 'truncate' },
        },
        yAxis: {
          ...axisOf(look),
          type: 'value',
          scale: !isBars,
          splitNumber: 3,
          axisLabel: { ...look.font, formatter: format, hideOverlap: true },
        },
        series: series.map(({ name, values }, at) => ({
          name,
          type: isBars ? 'bar' : 'line',
          barMaxWidth: 26,
          symbolSize: 5,
          symbol: 'circle',
          connectNulls: true,
          lineStyle: { width: 1.6 },
          itemStyle: { color: look.color(SERIES_COLORS[at % SERIES_COLORS.length] ?? '--k-model') },
          data: values,
        })),
      }
    },
    [labels, series, format],
  )
  const place = useChart(draw)
  return (
    <figure className={classes.card} data-wide={isWide || undefined}>
      <figcaption className={classes.title}>{title}</figcaption>
      <div ref={place} className={classes.plot} role="img" aria-label={`${title}: ${labels.join(', ')}`} />
    </figure>
  )
}
