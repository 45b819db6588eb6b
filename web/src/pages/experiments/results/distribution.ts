import { formatScore } from '../../../format/score'
import { metricOf, type Row } from './comparison'

const BINS = 10
/** Few different values, such as 0 and 1, are shown as they are. */
const MOST_VALUES = 7

/** In how many items each experiment has a score of a size: by value where there are few, else in bins of equal width. */
export function distributionOf(
  rows: readonly Row[],
  runs: number,
  name: string,
): { labels: string[]; counts: number[][] } {
  const values = Array.from({ length: runs }, (_, at) =>
    rows.map((row) => metricOf(row.cells[at], `score:${name}`)).filter((value) => value !== null),
  )
  const all = [...new Set(values.flat())].sort((a, b) => a - b)
  const low = all[0]
  const high = all.at(-1)
  if (low === undefined || high === undefined) return { labels: [], counts: values.map(() => []) }
  if (all.length <= MOST_VALUES) {
    return {
      labels: all.map(formatScore),
      counts: values.map((own) => all.map((value) => own.filter((one) => one === value).length)),
    }
  }
  const width = (high - low) / BINS
  return {
    labels: Array.from({ length: BINS }, (_, at) => formatScore(low + at * width)),
    counts: values.map((own) => {
      const counts = new Array<number>(BINS).fill(0)
      for (const value of own) {
        const bin = Math.min(BINS - 1, Math.floor((value - low) / width))
        counts[bin] = (counts[bin] ?? 0) + 1
      }
      return counts
    }),
  }
}
