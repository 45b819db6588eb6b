import type { CellTexts } from '../../../api/experiments'
import { Badge } from '../../../components/Badge'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import classes from './CellView.module.css'
import { Change } from './Change'
import { type Cell, metricOf } from './comparison'
import type { Verdict } from './measures'
import { TimeAndCost } from './TimeAndCost'
import { VerdictMark } from './VerdictMark'

const MOST_SCORES = 4

interface CellViewProps {
  cell: Cell | undefined
  /** The baseline's cell, of others. */
  base: Cell | undefined
  texts: CellTexts | undefined
  verdict: Verdict | undefined
  lower: ReadonlySet<string>
}

/** What an experiment did with an item, in short. */
export function CellView({ cell, base, texts, verdict, lower }: CellViewProps) {
  if (!cell) return <span className={classes.none}>{t.experiments.notRun}</span>
  if (!cell.hasArrived) return <span className={classes.none}>{t.experiments.notArrived}</span>
  const scores = [...cell.scores]
  return (
    <div className={classes.root}>
      <p className={classes.text} data-lines="3" data-tone={cell.isError ? 'error' : undefined}>
        {texts && (texts.output || <i>{t.experiments.noOutput}</i>)}
      </p>
      <div className={classes.figures}>
        {cell.isError && <Badge tone="error">{t.experiments.failedItem}</Badge>}
        {scores.slice(0, MOST_SCORES).map(([name, score]) => (
          <span key={name} className={classes.figure} title={name}>
            <span className={classes.label}>{name}</span>
            {score.value === null || score.dataType === 'CATEGORICAL' ? (
              <b>{score.category}</b>
            ) : (
              <>
                <b>{formatScore(score.value)}</b>
                <Change
                  base={metricOf(base, `score:${name}`)}
                  value={score.value}
                  metric={`score:${name}`}
                  lower={lower}
                  format={formatScore}
                />
              </>
            )}
          </span>
        ))}
        {scores.length > MOST_SCORES && <span className={classes.label}>+{scores.length - MOST_SCORES}</span>}
        {scores.length === 0 && <span className={classes.label}>{t.experiments.noScores}</span>}
      </div>
      <div className={classes.figures} data-quiet>
        <TimeAndCost cell={cell} base={base} lower={lower} className={classes.figure} />
        {cell.repeats > 1 && <span className={classes.label}>{t.experiments.repeats(cell.repeats)}</span>}
        {verdict && (
          <span className={classes.verdict}>
            <VerdictMark verdict={verdict} />
          </span>
        )}
      </div>
    </div>
  )
}
