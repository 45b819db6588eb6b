import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import {
  ChevronDown,
  ChevronsDownUp,
  ChevronsUpDown,
  ChevronUp,
  CircleAlert,
  FoldHorizontal,
  Rows4,
  ZoomOut,
} from 'lucide-react'
import { SearchField } from '../../components/SearchField'
import { t } from '../../i18n'
import { FilterMenu } from './FilterMenu'
import type { StepFilter } from './model/stepFilter'
import classes from './StepsToolbar.module.css'
import type { View } from './search'
import { type Steps, WHOLE } from './useSteps'

interface ToolbarProps {
  steps: Steps
  filter: StepFilter
  onFilter: (filter: StepFilter) => void
  isDense: boolean
  onDense: (isDense: boolean) => void
  view: View
  onView: (view: View) => void
  matchAt: number
  onMatch: (step: 1 | -1) => void
  onNextError: () => void
}

/** The controls above the steps. */
export function StepsToolbar(props: ToolbarProps) {
  const { steps, view, onView, matchAt, onMatch, onNextError } = props
  const isList = view === 'waterfall' || view === 'tree'
  const errors = steps.model.errorRows.length
  const isZoomed = steps.zoom.from > 0 || steps.zoom.to < 1
  const hasPauses = !steps.cut || steps.scale.breaks.length > 0
  return (
    <div className={classes.root}>
      <SegmentedControl
        aria-label={t.trace.views}
        value={view}
        onChange={(value) => onView(value as View)}
        data={[
          { value: 'waterfall', label: t.trace.waterfall },
          { value: 'tree', label: t.trace.tree },
          { value: 'transcript', label: t.trace.transcript },
          { value: 'graph', label: t.detail.graph },
        ]}
      />
      {isList && (
        <>
          <SearchField
            value={steps.search}
            onChange={steps.setSearch}
            placeholder={t.trace.search}
            width={148}
            delay={120}
            onKeyDown={(event) => event.key === 'Enter' && onMatch(event.shiftKey ? -1 : 1)}
          />
          {steps.search && (
            <span className={classes.matches} role="status">
              {steps.matches.length ? t.trace.matches(matchAt + 1, steps.matches.length) : t.trace.noMatches}
              <ActionIcon size={22} aria-label={t.trace.previousMatch} onClick={() => onMatch(-1)}>
                <ChevronUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon size={22} aria-label={t.trace.nextMatch} onClick={() => onMatch(1)}>
                <ChevronDown size={14} aria-hidden />
              </ActionIcon>
            </span>
          )}
        </>
      )}
      {errors > 0 && (
        <button
          type="button"
          className={classes.errors}
          onClick={onNextError}
          title={`${t.trace.nextError}  e`}
        >
          <CircleAlert size={13} aria-hidden />
          {t.trace.errors(errors)}
          <kbd>e</kbd>
        </button>
      )}
      <span className={classes.end}>
        {view === 'waterfall' && hasPauses && (
          <Tooltip label={`${t.trace.compress}. ${t.trace.compressHelp}`} multiline w={240}>
            <ActionIcon
              aria-label={t.trace.compress}
              aria-pressed={steps.cut}
              className={classes.toggle}
              onClick={() => steps.setCut(!steps.cut)}
            >
              <FoldHorizontal size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {view === 'waterfall' && isZoomed && (
          <Tooltip label={t.trace.zoomReset}>
            <ActionIcon aria-label={t.trace.zoomReset} onClick={() => steps.setZoom(WHOLE)}>
              <ZoomOut size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        {isList && (
          <>
            <FilterMenu model={steps.model} filter={props.filter} onFilter={props.onFilter} />
            <Tooltip label={t.detail.dense}>
              <ActionIcon
                aria-label={t.detail.dense}
                aria-pressed={props.isDense}
                className={classes.toggle}
                onClick={() => props.onDense(!props.isDense)}
              >
                <Rows4 size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t.trace.collapseAll}>
              <ActionIcon aria-label={t.trace.collapseAll} onClick={steps.collapseAll}>
                <ChevronsDownUp size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t.trace.expandAll}>
              <ActionIcon aria-label={t.trace.expandAll} onClick={steps.expandAll}>
                <ChevronsUpDown size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </>
        )}
      </span>
    </div>
  )
}
