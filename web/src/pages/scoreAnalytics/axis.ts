import type { AxisView } from '../../api/scoreAnalytics'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'

export interface Bin {
  low: number
  high: number
  isLast: boolean
  /** `3`, or `0.1 to 0.2`. */
  label: string
}

/** The bins of an axis, from the lowest. */
export function binsOf({ low, high, bins, isWhole }: AxisView): Bin[] {
  const width = (high - low) / bins
  return Array.from({ length: bins }, (_, at) => {
    const isLast = at === bins - 1
    const from = low + at * width
    const to = isLast ? high : low + (at + 1) * width
    const label = isWhole
      ? formatScore(Math.round(from + 0.5))
      : t.scoreAnalytics.between(formatScore(from), formatScore(to))
    return { low: from, high: to, isLast, label }
  })
}
