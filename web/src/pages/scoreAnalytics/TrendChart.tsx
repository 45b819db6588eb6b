import { BarChart, LineChart } from 'echarts/charts'
import { use } from 'echarts/core'
import { useCallback } from 'react'
import type { ScoreAnalysis, ScoreChoice } from '../../api/scoreAnalytics'
import { type Look, legendOf, tooltipOf, useChart } from '../../charts/useChart'
import { formatClockShort, formatDay, formatDayClock } from '../../format/moment'
import { formatCompact } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { percent } from './percent'

use([BarChart, LineChart])

const says = t.scoreAnalytics
const COLORS = ['--k-model', '--k-tool', '--k-agent', '--k-turn', '--warn', '--k-other'] as const

interface TrendChartProps {
  data: ScoreAnalysis
  type: ScoreChoice['type']
  label: string
}

/** Counts over time as bars (by category where there are any), and the mean of numbers as a line. */
export default function TrendChart({ data, type, label }: TrendChartProps) {
  const draw = useCallback(
    (look: Look) => {
      const { color, font } = look
      const hasLine = type === 'NUMERIC' || type === 'BOOLEAN'
      const lineName = type === 'BOOLEAN' ? says.shareLine : says.meanLine
      const figure = type === 'BOOLEAN' ? percent : formatScore
      const categories = data.categories.slice(0, COLORS.length)
      const bars = hasLine
        ? [
            {
              name: says.countBar,
              color: color('--line-strong'),
              values: data.trend.map((point) => point.count),
            },
          ]
        : categories.map((category, at) => ({
            name: category.label || t.common.none,
            color: color(COLORS[at] ?? '--k-other'),
            values: data.trend.map((point) => point.categories[at] ?? 0),
          }))
      return {
        grid: { left: 40, right: hasLine ? 40 : 4, top: 30, bottom: 22, outerBoundsMode: 'none' },
        legend: legendOf(look),
        tooltip: {
          trigger: 'axis',
          ...tooltipOf(look),
          // Plain text: names of categories may hold anything.
          renderMode: 'richText',
        },
        xAxis: {
          type: 'category',
          data: data.trend.map((point) => momentOf(point.start, data.granularity)),
          axisLine: { lineStyle: { color: color('--line-strong') } },
          axisTick: { show: false },
          axisLabel: { ...font, hideOverlap: true, alignMaxLabel: 'right' },
        },
        yAxis: [
          {
            type: 'value',
            scale: type === 'NUMERIC',
            position: hasLine ? 'right' : 'left',
            minInterval: 1,
            min: 0,
            splitLine: { show: !hasLine, lineStyle: { color: color('--line') } },
            axisLabel: { ...font, formatter: formatCompact },
          },
          {
            type: 'value',
            show: hasLine,
            position: 'left',
            scale: type === 'NUMERIC',
            ...(type === 'BOOLEAN' ? { min: 0, max: 1 } : {}),
            splitLine: { lineStyle: { color: color('--line') } },
            axisLabel: { ...font, formatter: (value: number) => figure(value) },
          },
        ],
        series: [
          ...bars.map((bar) => ({
            name: bar.name,
            type: 'bar',
            stack: 'all',
            barCategoryGap: '22%',
            itemStyle: { color: bar.color, opacity: hasLine ? 0.55 : 0.9 },
            data: bar.values,
          })),
          ...(hasLine
            ? [
                {
                  name: lineName,
                  type: 'line',
                  yAxisIndex: 1,
                  symbol: 'circle',
                  symbolSize: 5,
                  connectNulls: true,
                  lineStyle: { width: 2, color: color('--k-model') },
                  itemStyle: { color: color('--k-model') },
                  tooltip: {
                    valueFormatter: (value: unknown) => (typeof value === 'number' ? figure(value) : '–'),
                  },
                  data: data.trend.map((point) => point.mean),
                },
              ]
            : []),
        ],
      }
    },
    [data, type],
  )
  const place = useChart(draw)

  return <div ref={place} style={{ height: 170 }} role="img" aria-label={label} />
}

function momentOf(start: string, granularity: string): string {
  const date = new Date(start)
  if (start.length === 10) return formatDay(date)
  return granularity === 'minute' ? formatClockShort(date) : formatDayClock(date)
}
