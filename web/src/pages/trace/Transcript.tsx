import { Skeleton as Placeholder } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { observationQuery } from '../../api/trace'
import type { TraceDetail } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { Exchange } from '../../conversation/Exchange'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCost } from '../../format/number'
import { t } from '../../i18n'
import { StepChips } from './detail/StepChips'
import { at, type TraceModel } from './model/traceModel'
import classes from './Transcript.module.css'
import type { Steps } from './useSteps'

interface TranscriptProps {
  steps: Steps
  head: TraceDetail
  selected: number
  onSelect: (row: number) => void
}

/** The trace as a conversation: prompt, what was done in short, answer. A turn's texts load when it comes into view. */
export function Transcript({ steps, head, selected, onSelect }: TranscriptProps) {
  const { model } = steps
  const scroller = useRef<HTMLDivElement>(null)
  const turns = useMemo(() => exchanges(model, head.id), [model, head.id])
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 260,
    overscan: 2,
  })
  if (turns.length === 0) return <p className={classes.none}>{t.trace.noTurns}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div ref={scroller} className={classes.root} tabIndex={0} role="region" aria-label={t.trace.transcript}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = turns[item.index] as number
          return (
            <div
              key={model.skeleton.ids[row]}
              ref={virtual.measureElement}
              data-index={item.index}
              className={classes.turn}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Turn
                steps={steps}
                row={row}
                number={item.index + 1}
                selected={row === selected}
                onSelect={onSelect}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The turns of a coding agent; of any other application, what was asked of its outermost steps. */
function exchanges(model: TraceModel, traceId: string): number[] {
  const own = [...model.order].filter((row) => model.skeleton.traceIds[row] === traceId)
  const turns = own.filter((row) => model.kinds[row] === 'turn')
  return turns.length > 0 ? turns : own.filter((row) => at(model.parent, row) < 0)
}

interface TurnProps {
  steps: Steps
  row: number
  number: number
  selected: boolean
  onSelect: (row: number) => void
}

function Turn({ steps, row, number, selected, onSelect }: TurnProps) {
  const project = useProjectId()
  const { model } = steps
  const { skeleton } = model
  const { data } = useQuery(observationQuery(project, skeleton.traceIds[row] ?? '', skeleton.ids[row] ?? ''))
  const cost = at(model.cost, row)
  const figures = [
    formatDuration((at(model.end, row) - at(model.start, row)) / 1000),
    at(model.tokens, row) > 0
      ? `${formatCompact(at(model.tokens, row))} ${t.trace.tokens.toLowerCase()}`
      : '',
    Number.isNaN(cost) ? '' : formatCost(cost),
  ]
  if (!data) return <Placeholder height={200} />
  return (
    <Exchange
      number={number}
      time={data.startTime}
      figures={figures.filter(Boolean)}
      selected={selected}
      onOpen={() => onSelect(row)}
      level={data.level}
      status={data.statusMessage}
      input={data.input}
      output={data.output}
      isAnswerMissing={data.metadata.answer === 'not exported'}
    >
      <StepChips steps={steps} row={row} onSelect={onSelect} />
    </Exchange>
  )
}
