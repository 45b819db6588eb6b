import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import {
  type AnalyticsScope,
  analysisQuery,
  type ScoreAnalysis,
  type ScoreChoice,
} from '../../api/scoreAnalytics'
import { PageError, PagePending } from '../../components/PageState'
import { formatCount } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import classes from './Analysis.module.css'
import { listFilter } from './choice'
import { Distribution } from './Distribution'
import { percent } from './percent'
import { Stat } from './Stat'

const TrendChart = lazy(() => import('./TrendChart'))
const says = t.scoreAnalytics

interface AnalysisProps {
  project: string
  choice: ScoreChoice
  scope: AnalyticsScope
  title: string
  /** `A` or `B` where two are compared. */
  side?: 'A' | 'B'
}

/** One score: how many, what they are on average, how they are distributed, and how that went over time. */
export function Analysis({ project, choice, scope, title, side }: AnalysisProps) {
  const { data, error } = useQuery(analysisQuery(project, choice, scope))
  return (
    <section className={classes.root} aria-label={title}>
      <header className={classes.head}>
        {side && (
          <span className={classes.side} data-side={side}>
            {side}
          </span>
        )}
        <h2 className={classes.title} title={title}>
          {showReordering(title)}
        </h2>
        {data && data.count > 0 && (
          <Link
            to="/project/$projectId/scores"
            params={{ projectId: project }}
            search={{ filter: listFilter(choice), range: scope.range }}
            className={classes.count}
          >
            {says.count(data.count)}
          </Link>
        )}
        {data && data.count > 0 && (
          <span className={classes.quiet}>{says.ofSubjects(data.subjectCount)}</span>
        )}
      </header>
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : data.count === 0 ? (
        <p className={classes.none}>{says.noScores}</p>
      ) : (
        <>
          <Figures data={data} choice={choice} />
          <Distribution project={project} choice={choice} scope={scope} data={data} />
          {data.trend.length > 1 && (
            <>
              <h3 className={classes.subtitle}>{says.trend}</h3>
              <Suspense fallback={<div className={classes.pending} />}>
                <TrendChart data={data} type={choice.type} label={says.trendOf(title)} />
              </Suspense>
            </>
          )}
        </>
      )}
    </section>
  )
}

function Figures({ data, choice }: { data: ScoreAnalysis; choice: ScoreChoice }) {
  const { mean, median, std, least, most, mode, modeCount, count } = data
  const number = (value: number | null) => (value === null ? null : formatScore(value))
  return (
    <dl className={classes.figures}>
      {choice.type === 'BOOLEAN' && mean !== null && (
        <Stat isMain label={says.share} help={says.shareHelp} value={percent(mean)} />
      )}
      {choice.type !== 'BOOLEAN' && mean !== null && (
        <>
          <Stat isMain label={says.mean} help={says.meanHelp} value={number(mean)} />
          <Stat isMain label={says.median} help={says.medianHelp} value={number(median)} />
          <Stat isMain label={says.std} help={says.stdHelp} value={number(std)} />
        </>
      )}
      {mode !== null && (
        <Stat
          isMain
          label={says.mode}
          help={says.modeHelp(modeCount, count)}
          value={
            <span title={mode}>
              {choice.type === 'NUMERIC' ? formatScore(Number(mode)) : showReordering(mode) || t.common.none}{' '}
              <small className={classes.quiet}>{percent(modeCount / count)}</small>
            </span>
          }
        />
      )}
      {choice.type === 'NUMERIC' && least !== null && most !== null && (
        <Stat
          isMain
          label={says.rangeOf}
          help={says.rangeHelp}
          value={says.between(formatScore(least), formatScore(most))}
        />
      )}
      {mean === null && mode === null && (
        <Stat isMain label={t.scoreAnalytics.countBar} help={says.texts} value={formatCount(count)} />
      )}
    </dl>
  )
}
