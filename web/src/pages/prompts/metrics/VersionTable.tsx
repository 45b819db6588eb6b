import { Link } from '@tanstack/react-router'
import type { VersionMetrics, VersionScore } from '../../../api/promptManaging'
import { RelativeTime } from '../../../components/RelativeTime'
import { formatDuration } from '../../../format/duration'
import { formatCost, formatCount } from '../../../format/number'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import { Dash } from '../../../table/cells'
import { Label } from '../LabelList'
import { inOrder } from '../labels'
import { changeOf, type Measure, measured, scoreColumnsOf, scoreOf } from './compare'
import classes from './MetricsPanel.module.css'

const says = t.prompts.metrics
/** Smaller changes are noise. */
const NOTABLE = 0.02
const FORMATS: Record<Measure, (value: number) => string> = {
  latency: formatDuration,
  inputTokens: (value) => formatCount(Math.round(value)),
  outputTokens: (value) => formatCount(Math.round(value)),
  cost: formatCost,
}
const MEASURES: readonly Measure[] = ['latency', 'inputTokens', 'outputTokens', 'cost']
/** Where less is better for everybody. */
const LESS_IS_BETTER = new Set<Measure>(['latency', 'cost'])

interface VersionTableProps {
  project: string
  name: string
  /** Newest first. */
  versions: readonly VersionMetrics[]
  selected: number
}

/** What each version did, and how it differs from the one before. */
export function VersionTable({ project, name, versions, selected }: VersionTableProps) {
  const scores = scoreColumnsOf(versions)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={says.table}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{says.columns.version}</th>
            <th scope="col">{says.columns.generations}</th>
            {MEASURES.map((measure) => (
              <th key={measure} scope="col" title={says.median}>
                {says.columns[measure]}
              </th>
            ))}
            {scores.map((score) => (
              <th key={`${score.level} ${score.name}`} scope="col" title={says.levels[score.level]}>
                {score.name}
                {score.isAmbiguous && <span className={classes.level}>{says.short[score.level]}</span>}
              </th>
            ))}
            <th scope="col">{says.columns.first}</th>
            <th scope="col">{says.columns.last}</th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version, index) => (
            <tr key={version.version} aria-selected={version.version === selected}>
              <td>
                <span className={classes.version}>
                  <Link
                    from="/project/$projectId/prompts/$"
                    to="/project/$projectId/prompts/$"
                    params={{ projectId: project, _splat: name }}
                    search={(old) => ({ ...old, version: version.version, label: undefined })}
                  >
                    {t.prompts.shortVersion(version.version)}
                  </Link>
                  {inOrder(version.labels, (one) => one).map((label) => (
                    <Label key={label} label={label} />
                  ))}
                </span>
              </td>
              <td>
                {formatCount(version.generationCount)}
                {version.errorCount > 0 && (
                  <span className={`${classes.change} ${classes.bad}`}>
                    {says.errors(version.errorCount)}
                  </span>
                )}
              </td>
              {MEASURES.map((measure) => (
                <td key={measure}>
                  <Figure versions={versions} index={index} measure={measure} />
                </td>
              ))}
              {scores.map((score) => (
                <td key={`${score.level} ${score.name}`}>
                  <ScoreFigure score={scoreOf(version, score)} />
                </td>
              ))}
              <td className={classes.quiet}>
                <RelativeTime time={version.firstUsedAt} />
              </td>
              <td className={classes.quiet}>
                <RelativeTime time={version.lastUsedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface FigureProps {
  versions: readonly VersionMetrics[]
  index: number
  measure: Measure
}

function Figure({ versions, index, measure }: FigureProps) {
  const version = versions[index]
  const value = version ? measured(version, measure) : null
  if (value === null) return <Dash />
  const change = changeOf(versions, index, measure)
  const tone = !LESS_IS_BETTER.has(measure) ? undefined : (change ?? 0) < 0 ? 'good' : 'bad'
  return (
    <>
      {FORMATS[measure](value)}
      {change !== null && Math.abs(change) >= NOTABLE && (
        <span
          className={classes.change}
          data-tone={tone}
          title={says.against(versions[index + 1]?.version ?? 0)}
        >
          {says.change(change)}
        </span>
      )}
    </>
  )
}

function ScoreFigure({ score }: { score: VersionScore | undefined }) {
  if (!score) return <Dash />
  const text = score.average !== null ? formatScore(score.average) : score.categories.join(', ')
  return <span title={says.scored(score.count)}>{text || <Dash />}</span>
}
