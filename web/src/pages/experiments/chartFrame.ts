import { type Look, legendOf, tooltipOf } from '../../charts/useChart'

/** The colours of series, in their order. */
export const SERIES_COLORS = [
  '--k-model',
  '--k-tool',
  '--k-turn',
  '--k-agent',
  '--warn',
  '--k-other',
  '--ok',
  '--error',
  '--ink-3',
  '--ink',
] as const

/** Grid, legend and tooltip as all charts of experiments have them. */
export const frameOf = (look: Look, hasLegend: boolean) => ({
  grid: { left: 48, right: 12, top: hasLegend ? 26 : 12, bottom: 20, outerBoundsMode: 'none' },
  legend: { ...legendOf(look), show: hasLegend, left: 40 },
  tooltip: { ...tooltipOf(look), confine: true },
})
