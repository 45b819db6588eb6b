import { useComputedColorScheme } from '@mantine/core'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { type RefObject, useEffect, useRef } from 'react'

use([GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** What charts are drawn with, in the colours of the scheme. */
export interface Look {
  color: (name: string) => string
  font: { fontFamily: string; fontSize: number; color: string }
}

/**
 * Draws a chart into an element, anew when what it shows or the scheme changes. `draw` must be the same function from
 * one render to the next while it would draw the same; its kinds of series are registered by who calls this.
 * `keepsLegend`: what the reader has switched off in the legend stays off when the data is renewed; for series that never
 * change.
 */
export function useChart(
  draw: (look: Look) => EChartsCoreOption,
  { keepsLegend = false } = {},
): RefObject<HTMLDivElement | null> {
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
      { notMerge: !keepsLegend },
    )
  }, [draw, scheme, keepsLegend])

  return place
}

/** A legend on one line above the chart, which scrolls where there is little room. */
export const legendOf = ({ color, font }: Look) => ({
  type: 'scroll',
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
})

/** The looks of what is said beside the pointer. */
export const tooltipOf = ({ color, font }: Look) => ({
  backgroundColor: color('--raised'),
  borderColor: color('--line'),
  textStyle: { ...font, fontSize: 12, color: color('--ink') },
})

/** The looks of an axis. */
export const axisOf = ({ color, font }: Look) => ({
  axisLine: { lineStyle: { color: color('--line-strong') } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: color('--line') } },
  axisLabel: { ...font, hideOverlap: true },
})
