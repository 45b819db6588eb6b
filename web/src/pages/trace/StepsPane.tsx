import { useLocalStorage } from '@mantine/hooks'
import { Unplug } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { TraceDetail } from '../../api/types'
import { PagePending } from '../../components/PageState'
import { t } from '../../i18n'
import { usePageKeys } from '../../shell/usePageKeys'
import { useWidth } from '../../table/useWidth'
import type { StepFilter } from './model/stepFilter'
import { at } from './model/traceModel'
import { StepList } from './StepList'
import classes from './StepsPane.module.css'
import { StepsToolbar } from './StepsToolbar'
import type { View } from './search'
import { Transcript } from './Transcript'
import { type Steps, WHOLE } from './useSteps'

const AgentGraph = lazy(() => import('./graph/AgentGraph'))

/** In a narrower pane bars say nothing, while the names want their room: durations are figures there. */
const LANE_FROM = 480

interface StepsPaneProps {
  steps: Steps
  head: TraceDetail
  selected: number
  view: View
  onView: (view: View) => void
  filter: StepFilter
  onFilter: (filter: StepFilter) => void
  onSelect: (row: number, byKey?: boolean) => void
  onClose: () => void
}

/** Left side of the trace page: toolbar, and the steps in the chosen view. */
export function StepsPane(props: StepsPaneProps) {
  const { steps, head, selected, view, onView, filter, onFilter, onSelect, onClose } = props
  const [isDense, setDense] = useLocalStorage({ key: 'sidelight-dense-steps', defaultValue: false })
  const [sized, width] = useWidth()
  const [matchAt, setMatchAt] = useState(0)
  const [lastSearch, setLastSearch] = useState(steps.search)
  if (lastSearch !== steps.search) {
    setLastSearch(steps.search)
    setMatchAt(0)
  }

  const goTo = (row: number | undefined) => {
    if (row !== undefined) onSelect(row, true)
  }
  const nextMatch = (by: 1 | -1) => {
    const { matches } = steps
    if (matches.length === 0) return
    // The first Enter goes to the first match; it is already counted as the current one.
    const isAtMatch = matches[matchAt] === selected
    const next = isAtMatch ? (matchAt + by + matches.length) % matches.length : matchAt
    setMatchAt(next)
    goTo(matches[next])
  }
  const nextError = () => {
    const { errorRows, position } = steps.model
    const from = selected < 0 ? -1 : at(position, selected)
    goTo(errorRows.find((row) => at(position, row) > from) ?? errorRows[0])
  }
  const zoomToSelected = () => {
    if (selected < 0) return
    const from = at(steps.x0, selected)
    const to = at(steps.x1, selected)
    const margin = Math.max(1e-6, (to - from) * 0.06)
    steps.setZoom({ from: from - margin, to: to + margin })
  }
  usePageKeys([
    ['z', zoomToSelected],
    ['shift+z', () => steps.setZoom(WHOLE)],
    ['e', nextError],
    ['Escape', onClose],
  ])

  return (
    <div ref={sized} className={classes.root}>
      <StepsToolbar
        steps={steps}
        filter={filter}
        onFilter={onFilter}
        isDense={isDense}
        onDense={setDense}
        view={view}
        onView={onView}
        matchAt={matchAt}
        onMatch={nextMatch}
        onNextError={nextError}
      />
      {view === 'transcript' ? (
        <Transcript steps={steps} head={head} selected={selected} onSelect={onSelect} />
      ) : steps.model.size === 0 ? (
        <p className={classes.empty}>{t.trace.empty}</p>
      ) : view === 'graph' ? (
        <Suspense fallback={<PagePending />}>
          <AgentGraph steps={steps} selected={selected} onSelect={onSelect} />
        </Suspense>
      ) : (
        <>
          {!steps.model.hasRoot && (
            <p className={classes.note} title={t.detail.rootMissingHelp}>
              <Unplug size={13} aria-hidden />
              {t.detail.rootMissing}
            </p>
          )}
          <StepList
            steps={steps}
            selected={selected}
            withLane={view === 'waterfall' && (width === 0 || width >= LANE_FROM)}
            isDense={isDense}
            onSelect={onSelect}
          />
        </>
      )}
    </div>
  )
}
