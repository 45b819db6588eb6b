import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, useCallback, useEffect, useMemo, useRef } from 'react'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Minimap } from './Minimap'
import { MATCHING, ON_THE_WAY } from './model/stepFilter'
import { StepLine } from './StepLine'
import classes from './StepList.module.css'
import { TimeAxis, TimeGrid } from './TimeAxis'
import { useStepKeys } from './useStepKeys'
import type { Steps } from './useSteps'
import { useWheelZoom } from './useWheelZoom'

/** Heights of a line in px. */
const ROW = 28
const DENSE_ROW = 20

interface StepListProps {
  steps: Steps
  selected: number
  withLane: boolean
  isDense: boolean
  onSelect: (row: number, byKey: boolean) => void
}

/** Tree and waterfall as one flat virtual list: only the lines in view exist in the document. */
export function StepList({ steps, selected, withLane, isDense, onSelect }: StepListProps) {
  const { visible, collapsed, toggle, zoom, matches, marks, scores } = steps
  const height = isDense ? DENSE_ROW : ROW
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: visible.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 16,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualiser keeps sizes until it is told
  useEffect(() => virtual.measure(), [height])
  const matched = useMemo(() => new Set(matches), [matches])
  useStepKeys({ steps, selected, onSelect: (row) => onSelect(row, true) })
  useWheelZoom(scroller, steps, withLane)

  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refresh of the trace must not scroll
  useEffect(() => {
    const index = visible.indexOf(selected)
    if (index >= 0) virtual.scrollToIndex(index, { align: isFirst.current ? 'center' : 'auto' })
    isFirst.current = false
  }, [selected])

  // The lines keep their handlers, so that a selection draws two lines anew and not all of them.
  const latest = useRef({ onSelect, toggle })
  latest.current = { onSelect, toggle }
  const select = useCallback((row: number) => latest.current.onSelect(row, false), [])
  const fold = useCallback((row: number) => latest.current.toggle(row), [])

  return (
    <div
      className={classes.root}
      data-lane={withLane || undefined}
      style={{ '--step-row': `${height}px` } as CSSProperties}
    >
      {withLane && (
        <div className={classes.head}>
          <span className={classes.headTree}>{countText(steps)}</span>
          <span className={classes.headFigure} data-column="tokens">
            {t.trace.tokens}
          </span>
          <span className={classes.headFigure} data-column="cost">
            {t.trace.cost}
          </span>
          <div className={classes.headLane}>
            <Minimap steps={steps} />
            <TimeAxis steps={steps} />
          </div>
        </div>
      )}
      {!withLane && (
        <div className={classes.head} data-low>
          <span className={classes.headTree}>{countText(steps)}</span>
          <span className={classes.headFigure} data-column="tokens">
            {t.trace.tokens}
          </span>
          <span className={classes.headFigure} data-column="cost">
            {t.trace.cost}
          </span>
          <span className={classes.headFigure} data-column="duration">
            {t.trace.duration}
          </span>
        </div>
      )}
      {withLane && (
        <div className={classes.gridFrame}>
          <div className={classes.gridLane}>
            <TimeGrid steps={steps} />
          </div>
        </div>
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        role="tree"
        tabIndex={0}
        aria-label={t.trace.steps}
        aria-activedescendant={selected >= 0 ? `step-${selected}` : undefined}
      >
        {visible.length === 0 && <p className={classes.none}>{t.detail.nothingLeft}</p>}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = visible[item.index] as number
            return (
              <StepLine
                key={steps.model.skeleton.ids[row]}
                model={steps.model}
                x0={steps.x0}
                x1={steps.x1}
                row={row}
                top={item.start}
                selected={row === selected}
                matched={matched.has(row)}
                isCollapsed={collapsed.has(row)}
                zoom={zoom}
                withLane={withLane}
                isDim={marks?.[row] === ON_THE_WAY}
                scores={scores.get(steps.model.skeleton.ids[row] ?? '')}
                onSelect={select}
                onToggle={fold}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** How many steps there are, and how many of them the filter leaves. */
function countText({ model, marks }: Steps): string {
  if (!marks) return t.trace.steps_(model.size)
  const shown = marks.reduce((count, mark) => count + Number(mark === MATCHING), 0)
  return t.detail.filterOn(formatCount(shown), formatCount(model.size))
}
