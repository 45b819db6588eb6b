import type { ScoreConfig } from '../api/scoreConfigs'
import type { SubjectScore } from '../api/types'
import { RelativeTime } from '../components/RelativeTime'
import { t } from '../i18n'
import { scoreText, scoreTone } from '../pages/trace/scores/scoreText'
import { showReordering } from '../text/bidi'
import classes from './OtherScores.module.css'

interface OtherScoresProps {
  config: ScoreConfig
  scores: SubjectScore[]
}

/** What others gave: people, evaluators and programs. */
export function OtherScores({ config, scores }: OtherScoresProps) {
  if (scores.length === 0) return null
  return (
    <ul className={classes.root} aria-label={t.annotate.others(config.name)}>
      {scores.map((score) => (
        <li key={score.id} className={classes.score}>
          <span className={classes.who}>
            {showReordering(score.author) ||
              (score.source === 'ANNOTATION'
                ? t.annotate.somebody
                : (t.detail.scoreSources[score.source] ?? score.source))}
          </span>
          <span className={classes.value} data-tone={scoreTone(score)} title={scoreText(score)}>
            {showReordering(scoreText(score))}
          </span>
          <span className={classes.time}>
            <RelativeTime time={score.timestamp} />
          </span>
          {score.comment && <p className={classes.comment}>{showReordering(score.comment)}</p>}
        </li>
      ))}
    </ul>
  )
}
