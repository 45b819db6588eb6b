import type { ExperimentScore } from '../../api/experiments'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import classes from './MiniBins.module.css'

/** How an experiment's scores of one name are distributed, as small as a word. */
export function MiniBins({ score }: { score: ExperimentScore }) {
  const counts = score.bins.length > 0 ? score.bins : score.categories.map(({ count }) => count)
  const most = Math.max(1, ...counts)
  const label = t.experiments.bins(score.name, score.count)
  const edges =
    score.low !== null && score.high !== null
      ? `${formatScore(score.low)} – ${formatScore(score.high)}`
      : score.categories.map(({ value, count }) => `${value} ${count}`).join(', ')
  if (counts.length < 2) return null
  return (
    <span className={classes.root} role="img" aria-label={label} title={`${label} (${edges})`}>
      {counts.map((count, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
          key={at}
          className={classes.bin}
          style={{ height: count ? `${Math.max(12, (100 * count) / most)}%` : 0 }}
        />
      ))}
    </span>
  )
}
