import { Link } from '@tanstack/react-router'
import { Gauge } from 'lucide-react'
import type { SubjectScore } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { Badge } from '../../../components/Badge'
import { Notice } from '../../../components/Notice'
import { RelativeTime } from '../../../components/RelativeTime'
import { t } from '../../../i18n'
import { Prose } from '../../../text/Prose'
import classes from './ScoreList.module.css'
import { scoreText, scoreTone } from './scoreText'

interface ScoreListProps {
  scores: SubjectScore[]
  /** What a score is on, as a name and how to go there; undefined where all are on one thing. */
  subjectOf?: (score: SubjectScore) => { label: string; onOpen?: () => void }
}

/** Scores with everything about them. */
export function ScoreList({ scores, subjectOf }: ScoreListProps) {
  const projectId = useProjectId()
  if (scores.length === 0) return <Notice icon={Gauge} title={t.detail.scores} text={t.detail.noScores} />
  return (
    <ul className={classes.root}>
      {scores.map((score) => {
        const subject = subjectOf?.(score)
        const isText = score.dataType === 'TEXT' || score.dataType === 'CORRECTION'
        return (
          <li key={score.id} className={classes.score}>
            <div className={classes.first}>
              <span className={classes.name}>{score.name}</span>
              {!isText && (
                <span className={classes.value} data-tone={scoreTone(score)}>
                  {scoreText(score)}
                </span>
              )}
              <Badge tone="outline">{t.detail.scoreSources[score.source] ?? score.source}</Badge>
              {score.author && <span className={classes.quiet}>{score.author}</span>}
              <span className={classes.time}>
                <RelativeTime time={score.timestamp} />
              </span>
            </div>
            {isText && score.stringValue && (
              <div className={classes.text}>
                <Prose text={score.stringValue} label={score.name} tight />
              </div>
            )}
            {score.comment && (
              <div className={classes.comment}>
                <Prose text={score.comment} label={t.detail.scoreColumns.comment} tight />
              </div>
            )}
            <div className={classes.last}>
              {subject?.onOpen ? (
                <button type="button" className={classes.subject} onClick={subject.onOpen}>
                  {subject.label}
                </button>
              ) : (
                subject && <span>{subject.label}</span>
              )}
              {score.executionTraceId && (
                <Link
                  to="/project/$projectId/traces/$traceId"
                  params={{ projectId, traceId: score.executionTraceId }}
                  search={{}}
                >
                  {t.detail.evaluatorTrace}
                </Link>
              )}
              {Object.entries(score.metadata).map(([key, value]) => (
                <span key={key}>
                  {key}: {value}
                </span>
              ))}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
