import { Tooltip } from '@mantine/core'
import type { SubjectScore } from '../../../api/types'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import classes from './ScoreChips.module.css'
import { scoreText, scoreTone } from './scoreText'

interface ScoreChipsProps {
  scores: SubjectScore[]
  /** Further ones are counted. */
  max: number
}

/** Scores in few characters: name and value, the comment on hover. */
export function ScoreChips({ scores, max }: ScoreChipsProps) {
  return (
    <span className={classes.root}>
      {scores.slice(0, max).map((score) => (
        <Tooltip key={score.id} label={score.comment} disabled={!score.comment} multiline maw={320}>
          <span
            className={classes.chip}
            data-tone={scoreTone(score)}
            title={score.comment ? undefined : t.detail.score(score.name, scoreText(score))}
          >
            <span className={classes.name}>{showReordering(score.name)}</span>
            <b>{showReordering(scoreText(score).slice(0, 40))}</b>
          </span>
        </Tooltip>
      ))}
      {scores.length > max && (
        <span className={classes.more}>{t.detail.moreScores(scores.length - max)}</span>
      )}
    </span>
  )
}
