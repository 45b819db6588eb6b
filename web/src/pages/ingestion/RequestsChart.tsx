import { BarChart } from 'echarts/charts'
import { use } from 'echarts/core'
import { useCallback } from 'react'
import type { IngestBucket } from '../../api/types'
import { type Look, legendOf, tooltipOf, useChart } from '../../charts/useChart'
import { formatClockShort, formatDayClock } from '../../format/moment'
import { formatCompact } from '../../format/number'
import { t } from '../../i18n'

use([BarChart])

const SERIES = [
  { key: 'logs', color: '--k-model' },
  { key: 'traces', color: '--k-turn' },
  { key: 'metrics', color: '--k-tool' },
  { key: 'batch', color: '--k-agent' },
  { key: 'scores', color: '--k-event' },
  { key: 'refused', color: '--error' },
] as const

interface RequestsChartProps {
  buckets: IngestBucket[]
  bucketSeconds: number
}

/** Records over time, stacked by signal; refused requests in red on top. */
export default function RequestsChart({ buckets, bucketSeconds }: RequestsChartProps) {
  const draw = useCallback(
    (look: Look) => {
      const { color, font } = look
      const label = bucketSeconds * buckets.length > 86_400 ? formatDayClock : formatClockShort
      return {
        grid: { left: 40, right: 4, top: 30, bottom: 22, outerBoundsMode: 'none' },
        legend: {
          ...legendOf(look),
          // Of what has arrived at all.
          data: SERIES.filter(({ key }) => buckets.some((bucket) => bucket[key] > 0)).map(
            ({ key }) => t.ingestion[key],
          ),
        },
        tooltip: {
          trigger: 'axis',
          axisPointer: { type: 'shadow', shadowStyle: { color: color('--accent'), opacity: 0.12 } },
          ...tooltipOf(look),
        },
        xAxis: {
          type: 'category',
          data: buckets.map((bucket) => label(new Date(bucket.start))),
          axisLine: { lineStyle: { color: color('--line-strong') } },
          axisTick: { show: false },
          axisLabel: { ...font, hideOverlap: true },
        },
        yAxis: {
          type: 'value',
          minInterval: 1,
          splitLine: { lineStyle: { color: color('--line') } },
          axisLabel: { ...font, formatter: formatCompact },
        },
        series: SERIES.map(({ key, color: name }) => ({
          name: t.ingestion[key],
          type: 'bar',
          stack: 'all',
          barCategoryGap: '18%',
          itemStyle: { color: color(name) },
          data: buckets.map((bucket) => bucket[key]),
        })),
      }
    },
    [buckets, bucketSeconds],
  )
  const place = useChart(draw, { keepsLegend: true })

  return <div ref={place} style={{ height: 190 }} role="img" aria-label={t.ingestion.chart} />
}
