import { Tooltip } from '@mantine/core'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import type { Tally } from './measures'
import classes from './TallyBar.module.css'
import { VerdictMark } from './VerdictMark'

interface TallyBarProps {
  tally: Tally
  onPick: (show: 'better' | 'worse') => void
}

/** In how many items it is better and worse, with the way to them, and as a bar. */
export function TallyBar({ tally: { wins, losses, ties }, onPick }: TallyBarProps) {
  if (wins + losses + ties === 0) return null
  const label = t.experiments.tally(wins, losses, ties)
  return (
    <span className={classes.counts}>
      <Tooltip label={label}>
        <span className={classes.tally} role="img" aria-label={label}>
          <span data-tone="better" style={{ flexGrow: wins }} />
          <span style={{ flexGrow: ties }} />
          <span data-tone="worse" style={{ flexGrow: losses }} />
        </span>
      </Tooltip>
      {(
        [
          ['better', wins],
          ['worse', losses],
        ] as const
      ).map(
        ([verdict, count]) =>
          count > 0 && (
            <button
              key={verdict}
              type="button"
              className={classes.count}
              data-tone={verdict}
              onClick={() => onPick(verdict)}
              aria-label={t.experiments.showItems(verdict, count)}
              title={t.experiments.showItems(verdict, count)}
            >
              <VerdictMark verdict={verdict} label="" />
              {formatCount(count)}
            </button>
          ),
      )}
    </span>
  )
}
