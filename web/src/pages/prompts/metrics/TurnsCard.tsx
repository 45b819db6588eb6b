import type { PromptMetrics } from '../../../api/promptManaging'
import { formatDayClock } from '../../../format/moment'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { drawnVersions } from './compare'
import classes from './MetricsPanel.module.css'

const says = t.prompts.metrics
const COLOURS = ['--k-model', '--k-turn', '--k-tool', '--k-agent', '--info']

/** How versions took turns: generations over time, stacked by version. */
export function TurnsCard({ metrics }: { metrics: PromptMetrics }) {
  const drawn = drawnVersions(metrics, COLOURS.length)
  const colour = (version: number) => {
    const at = drawn.indexOf(version)
    return `var(${COLOURS[at] ?? '--line-strong'})`
  }
  const most = Math.max(
    1,
    ...metrics.slices.map((one) => one.versions.reduce((sum, part) => sum + part.count, 0)),
  )
  const first = metrics.slices[0]
  const last = metrics.slices.at(-1)
  if (!first || !last) return null
  return (
    <section className={`${classes.card} ${classes.wide}`}>
      <header className={classes.head}>
        <h3 className={classes.title}>{says.turns}</h3>
        <span className={classes.legend}>
          {drawn.map((version) => (
            <span key={version}>
              <i style={{ background: colour(version) }} />
              {t.prompts.shortVersion(version)}
            </span>
          ))}
          {metrics.versions.length > drawn.length && (
            <span>
              <i style={{ background: 'var(--line-strong)' }} />
              {says.others}
            </span>
          )}
        </span>
      </header>
      <div className={classes.turns} role="img" aria-label={says.turns}>
        {metrics.slices.map((slice) => (
          <div
            key={slice.start}
            className={classes.slice}
            title={[
              formatDayClock(new Date(slice.start)),
              ...slice.versions.map(
                (part) => `${t.prompts.shortVersion(part.version)}: ${formatCount(part.count)}`,
              ),
            ].join('\n')}
          >
            {[...slice.versions].reverse().map((part) => (
              <span
                key={part.version}
                style={{ height: `${(100 * part.count) / most}%`, background: colour(part.version) }}
              />
            ))}
          </div>
        ))}
      </div>
      <div className={classes.times} aria-hidden>
        <span>{formatDayClock(new Date(first.start))}</span>
        <span>{formatDayClock(new Date(last.start))}</span>
      </div>
    </section>
  )
}
