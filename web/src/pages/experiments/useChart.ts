import { useComputedColorScheme } from '@mantine/core'
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type RefObject, useEffect, useRef } from 'react'

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** What charts are drawn with, in the colours of the scheme. */
export interface Look {
  color: (name: string) => string
  font: { fontFamily: string; fontSize: number; color: string }
}

/** The colours of series, in their order. */
export const SERIES_COLORS = [
  '--k-model',
  '--k-tool',
  '--k-turn',
  '--k-agent',
  '--warn',
  '--k-other',
] as const

/** Draws a chart into an element, anew when what it shows or the scheme changes. */
export function useChart(draw: (look: Look) => EChartsCoreOption): RefObject<HTMLDivElement | null> {
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
    chart.current?.setOption(
      { animation: false, textStyle: font, ...draw({ color, font }) },
      { notMerge: true },
    )
  }, [draw, scheme])

  return place
}

/** Grid, legend, tooltip and axes as all charts here have them. */
export const frameOf = ({ color, font }: Look, hasLegend: boolean) => ({
  grid: { left: 48, right: 12, top: hasLegend ? 26 : 12, bottom: 20, outerBoundsMode: 'none' },
  legend: {
    show: hasLegend,
    type: 'scroll',
    top: 0,
    right: 0,
    left: 40,
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
    backgroundColor: color('--raised'),
    borderColor: color('--line'),
    textStyle: { ...font, fontSize: 12, color: color('--ink') },
    confine: true,
  },
})

export const axisOf = ({ color, font }: Look) => ({
  axisLine: { lineStyle: { color: color('--line-strong') } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: color('--line') } },
  axisLabel: { ...font, hideOverlap: true },
})
