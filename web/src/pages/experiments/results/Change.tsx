import { t } from '../../../i18n'
import classes from './Change.module.css'
import type { Metric } from './comparison'
import { gain } from './measures'
import { VerdictMark } from './VerdictMark'

interface ChangeProps {
  base: number | null
  value: number | null
  metric: Metric
  lower: ReadonlySet<string>
  format: (value: number) => string
}

/** How a value differs from the baseline's; green where that is better, red where it is worse. */
export function Change({ base, value, metric, lower, format }: ChangeProps) {
  const gained = gain(base, value, metric, lower)
  if (gained === null || base === null || value === null) return null
  const change = value - base
  if (gained === 0) {
    return (
      <span className={classes.root} title={t.experiments.equal}>
        =
      </span>
    )
  }
  return (
    <span
      className={classes.root}
      data-tone={gained > 0 ? 'better' : 'worse'}
      title={gained > 0 ? t.experiments.better : t.experiments.worse}
    >
      <VerdictMark verdict={gained > 0 ? 'better' : 'worse'} label="" />
      {change > 0 ? '+' : '−'}
      {format(Math.abs(change))}
    </span>
  )
}
