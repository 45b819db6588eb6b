import { useComputedColorScheme } from '@mantine/core'
import { BarChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { IngestBucket } from '../../api/types'
import { formatClockShort, formatDayClock } from '../../format/moment'
import { formatCompact } from '../../format/number'
import { t } from '../../i18n'

use([BarChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

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
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const scheme = useComputedColorScheme()

  useEffect(() => {
    if (!place.current) return
    const made = init(place.current)
    chart.current = made
    const resizes = new ResizeObserver(() => made.resize())
    resizes.observe(place.current)
    return () => {
      resizes.disconnect()
      made.dispose()
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours that are drawn depend on the scheme
  useEffect(() => {
    const style = getComputedStyle(document.documentElement)
    const color = (name: string) => style.getPropertyValue(name).trim()
    const font = { fontFamily: color('--font-sans'), fontSize: 11, color: color('--ink-3') }
    const label = bucketSeconds * buckets.length > 86_400 ? formatDayClock : formatClockShort
    chart.current?.setOption({
      animation: false,
      grid: { left: 40, right: 4, top: 30, bottom: 22, outerBoundsMode: 'none' },
      textStyle: font,
      legend: {
        // One line that scrolls where there is little room, of what has arrived at all.
        type: 'scroll',
        data: SERIES.filter(({ key }) => buckets.some((bucket) => bucket[key] > 0)).map(
          ({ key }) => t.ingestion[key],
        ),
        top: 0,
        right: 0,
        itemWidth: 8,
        itemHeight: 8,
        icon: 'roundRect',
        textStyle: font,
        pageTextStyle: font,
        pageIconColor: color('--ink-3'),
        pageIconInactiveColor: color('--line-strong'),
        pageIconSize: 10,
      },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow', shadowStyle: { color: color('--accent'), opacity: 0.12 } },
        backgroundColor: color('--raised'),
        borderColor: color('--line'),
        textStyle: { ...font, fontSize: 12, color: color('--ink') },
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
    })
  }, [buckets, bucketSeconds, scheme])

  return <div ref={place} style={{ height: 190 }} role="img" aria-label={t.ingestion.chart} />
}
