import { Link } from '@tanstack/react-router'
import type { AnalyticsScope, ScoreAnalysis, ScoreChoice } from '../../api/scoreAnalytics'
import type { Condition } from '../../filters/condition'
import { formatCompact, formatCount } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import { binsOf } from './axis'
import { binConditions, listFilter } from './choice'
import classes from './Distribution.module.css'
import { percent } from './percent'

const says = t.scoreAnalytics

interface DistributionProps {
  project: string
  choice: ScoreChoice
  scope: AnalyticsScope
  data: ScoreAnalysis
}

/** How values are distributed: bins of numbers, bars of categories; each leads to its scores. */
export function Distribution({ project, choice, scope, data }: DistributionProps) {
  const toScores = (more: Condition[]) =>
    ({
      to: '/project/$projectId/scores',
      params: { projectId: project },
      search: { filter: listFilter(choice, more), range: scope.range },
    }) as const
  if (data.axis) {
    const bins = binsOf(data.axis)
    const highest = Math.max(1, ...data.bins)
    const marks = bins.length <= 12 && data.axis.isWhole
    return (
      <figure className={classes.figure} aria-label={says.distributionOf(choice.name)}>
        <div className={classes.bins}>
          {bins.map((bin, at) => {
            const count = data.bins[at] ?? 0
            const bar = (
              <>
                <span className={classes.number}>
                  {count > 0 && bins.length <= 12 && formatCompact(count)}
                </span>
                <span
                  className={classes.bar}
                  style={{ height: count ? `${Math.max(3, (86 * count) / highest)}%` : 0 }}
                />
              </>
            )
            const label = says.bin(bin.label, count)
            return count > 0 ? (
              <Link
                key={bin.low}
                {...toScores(binConditions(bin.low, bin.high, bin.isLast))}
                className={classes.bin}
                title={label}
                aria-label={label}
              >
                {bar}
              </Link>
            ) : (
              <span key={bin.low} className={classes.bin}>
                {bar}
              </span>
            )
          })}
        </div>
        {marks ? (
          <div className={classes.marks}>
            {bins.map((bin) => (
              <span key={bin.low}>{bin.label}</span>
            ))}
          </div>
        ) : (
          <div className={classes.ends}>
            <span>{bins[0]?.label.split(' ')[0]}</span>
            <span>{bins.at(-1)?.label.split(' ').at(-1)}</span>
          </div>
        )}
      </figure>
    )
  }
  if (data.categories.length === 0) return <p className={classes.quiet}>{says.texts}</p>
  const highest = Math.max(...data.categories.map((one) => one.count))
  return (
    <figure className={classes.figure} aria-label={says.distributionOf(choice.name)}>
      <ul className={classes.rows}>
        {data.categories.map(({ label, count }) => (
          <li key={label}>
            <Link
              {...toScores([
                { column: 'stringValue', type: 'stringOptions', operator: 'any of', value: [label] },
              ])}
              className={classes.row}
              title={says.bin(label, count)}
            >
              <span className={classes.label}>{showReordering(label) || t.common.none}</span>
              <span className={classes.track}>
                <span className={classes.meter} style={{ width: `${(100 * count) / highest}%` }} />
              </span>
              <span className={classes.value}>{formatCount(count)}</span>
              <span className={classes.quiet}>{percent(count / data.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {data.categoryCount > data.categories.length && (
        <p className={classes.quiet}>{says.restCategories(data.categoryCount - data.categories.length)}</p>
      )}
    </figure>
  )
}
