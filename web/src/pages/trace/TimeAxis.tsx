import { formatDuration } from '../../format/duration'
import { t } from '../../i18n'
import { ticksOf } from './model/timeScale'
import classes from './TimeAxis.module.css'
import type { Steps } from './useSteps'

/** More than these would write over each other. */
const MAX_NAMED_BREAKS = 5

/** Round moments on the time scale, and the breaks where idle time was cut. */
export function TimeAxis({ steps }: { steps: Steps }) {
  const { scale, zoom } = steps
  const length = zoom.to - zoom.from
  const place = (share: number) => `${((share - zoom.from) / length) * 100}%`
  return (
    <div className={classes.axis} aria-hidden>
      {ticksOf(scale, zoom.from, zoom.to, 6).map((tick) => (
        <span key={tick.elapsedUs} className={classes.tick} style={{ left: place(tick.share) }}>
          {tick.elapsedUs === 0 ? '0' : formatDuration(tick.elapsedUs / 1000)}
        </span>
      ))}
    </div>
  )
}

/** The same moments and breaks as lines behind the bars. */
export function TimeGrid({ steps }: { steps: Steps }) {
  const { scale, zoom } = steps
  const length = zoom.to - zoom.from
  const place = (share: number) => `${((share - zoom.from) / length) * 100}%`
  return (
    <div className={classes.grid} aria-hidden>
      {ticksOf(scale, zoom.from, zoom.to, 6).map((tick) => (
        <span key={tick.elapsedUs} className={classes.rule} style={{ left: place(tick.share) }} />
      ))}
      {scale.breaks
        .filter((one) => one.x1 > zoom.from && one.x0 < zoom.to)
        .map((one) => (
          <span
            key={one.startUs}
            className={classes.break}
            style={{ left: place(one.x0), width: `${((one.x1 - one.x0) / length) * 100}%` }}
          >
            {scale.breaks.length <= MAX_NAMED_BREAKS && (
              <span>{t.trace.idle(formatDuration((one.endUs - one.startUs) / 1000))}</span>
            )}
          </span>
        ))}
    </div>
  )
}
