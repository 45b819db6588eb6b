import { ChevronRight } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import type { SubjectScore } from '../../api/types'
import { KindIcon } from '../../components/KindIcon'
import { lookOf } from '../../design/looks'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCost } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import { labelOf } from './model/label'
import { previewOf } from './model/previewOf'
import { at, hasChildren, type TraceModel } from './model/traceModel'
import classes from './StepLine.module.css'
import { ScoreChips } from './scores/ScoreChips'
import type { Zoom } from './useSteps'

interface StepLineProps {
  model: TraceModel
  /** Start and end of each row as shares of the whole width. */
  x0: Float64Array
  x1: Float64Array
  row: number
  top: number
  selected: boolean
  matched: boolean
  isCollapsed: boolean
  zoom: Zoom
  withLane: boolean
  /** Shown only because a step below it matches the filter. */
  isDim: boolean
  scores: SubjectScore[] | undefined
  onSelect: (row: number) => void
  onToggle: (row: number) => void
}

/** Levels are drawn this far apart, in px, unless a deep tree would push the names out of sight. */
const INDENT = 14
const READABLE_INDENT = 10
const MAX_INDENT = 190

function indentOf(model: TraceModel): number {
  return Math.min(INDENT, Math.max(3, Math.floor(MAX_INDENT / Math.max(1, model.maxDepth))))
}

/** One step: where it is in the tree, what it did, and when. */
export const StepLine = memo(function StepLine(props: StepLineProps) {
  const { model, row, top, selected, matched, isCollapsed, withLane, isDim, scores, onSelect, onToggle } =
    props
  const { skeleton } = model
  const kind = model.kinds[row] ?? 'span'
  const name = skeleton.names[row] ?? ''
  const level = skeleton.levels[row] ?? 'DEFAULT'
  const status = skeleton.statusMessages[row] ?? ''
  const preview = previewOf(model, row)
  const depth = at(model.depth, row)
  const folds = hasChildren(model, row)
  const above = at(model.parent, row)
  const isGrafted = above >= 0 && skeleton.traceIds[row] !== skeleton.traceIds[above]
  const trouble = level === 'ERROR' || level === 'WARNING'
  const isOrphan = model.orphans.has(row)
  const indent = indentOf(model)
  const tokens = at(model.tokens, row)
  const cost = at(model.cost, row)

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree that holds the lines handles the keys
    <div
      role="treeitem"
      id={`step-${row}`}
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={selected}
      aria-expanded={folds ? !isCollapsed : undefined}
      className={classes.line}
      style={{ top }}
      data-level={level}
      data-matched={matched || undefined}
      data-quiet={level === 'DEBUG' || isDim || undefined}
      onClick={() => onSelect(row)}
    >
      <div className={classes.tree}>
        <span
          className={classes.guides}
          style={
            { width: Math.min(depth * indent, MAX_INDENT), '--step-indent': `${indent}px` } as CSSProperties
          }
          aria-hidden
        />
        {folds ? (
          <button
            type="button"
            tabIndex={-1}
            className={classes.fold}
            data-open={!isCollapsed || undefined}
            aria-label={isCollapsed ? t.trace.expand : t.trace.collapse}
            onClick={(event) => {
              event.stopPropagation()
              onToggle(row)
            }}
          >
            <ChevronRight size={13} aria-hidden />
          </button>
        ) : (
          <span className={classes.leaf} aria-hidden />
        )}
        {indent < READABLE_INDENT && depth > 8 && (
          <span className={classes.depth} title={t.detail.depth(depth)}>
            {depth}
          </span>
        )}
        <KindIcon kind={kind} name={name} />
        <span className={classes.name} data-kind={kind}>
          {labelOf(model, row)}
        </span>
        {isOrphan && (
          <span className={classes.orphan} title={t.detail.orphanHelp}>
            {t.detail.orphan}
          </span>
        )}
        {isGrafted && <span className={classes.badge}>{t.trace.subagent}</span>}
        {preview && (
          <span className={classes.preview} data-mono={kind === 'tool' || undefined}>
            {preview}
          </span>
        )}
        {scores && (
          <span className={classes.scores}>
            <ScoreChips scores={scores} max={2} />
          </span>
        )}
        {trouble && status && (
          <span className={classes.status} data-level={level}>
            {showReordering(status)}
          </span>
        )}
        {isCollapsed && at(model.errors, row) > 0 && level !== 'ERROR' && (
          <span className={classes.status} data-level="ERROR">
            {t.trace.errors(at(model.errors, row))}
          </span>
        )}
      </div>
      <span className={classes.figure} data-column="tokens">
        {tokens > 0 ? formatCompact(tokens) : ''}
      </span>
      <span className={classes.figure} data-column="cost">
        {Number.isNaN(cost) ? '' : formatCost(cost)}
      </span>
      {withLane ? (
        <Bar {...props} color={level === 'ERROR' ? 'var(--error)' : lookOf(kind, name).color} thin={folds} />
      ) : (
        <span className={classes.figure} data-column="duration">
          {durationText(model, row)}
        </span>
      )}
    </div>
  )
})

function durationText(model: TraceModel, row: number): string {
  if (model.skeleton.endsUs[row] === null && !hasChildren(model, row)) return t.trace.running
  return formatDuration((at(model.end, row) - at(model.start, row)) / 1000)
}

interface BarProps extends StepLineProps {
  color: string
  thin: boolean
}

/** The step on the time scale, with its duration where there is room. */
function Bar({ model, x0, x1, row, zoom, color, thin }: BarProps) {
  const length = zoom.to - zoom.from
  const left = (at(x0, row) - zoom.from) / length
  const right = (at(x1, row) - zoom.from) / length
  if (right < 0 || left > 1) return <span className={classes.lane} data-lane />
  const from = Math.max(0, left)
  const to = Math.min(1, right)
  const side = to < 0.82 ? 'after' : from > 0.18 ? 'before' : 'inside'
  return (
    <span className={classes.lane} data-lane>
      <span
        className={classes.bar}
        data-thin={thin || undefined}
        style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%`, background: color }}
      />
      <span
        className={classes.duration}
        data-side={side}
        style={
          side === 'after'
            ? { left: `${to * 100}%` }
            : side === 'before'
              ? { right: `${(1 - from) * 100}%` }
              : { left: `${from * 100}%` }
        }
      >
        {durationText(model, row)}
      </span>
    </span>
  )
}
