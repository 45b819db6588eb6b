import { useMemo } from 'react'
import type { ObservationDetail } from '../../../api/types'
import { MediaList } from '../../../media/MediaList'
import { mediaIn } from '../../../media/reference'
import type { Steps } from '../useSteps'
import { ExperimentBlock } from './ExperimentBlock'
import { GenericView } from './GenericView'
import { LinkList } from './LinkList'
import { ModelCallView } from './ModelCallView'
import { Origin } from './Origin'
import classes from './Overview.module.css'
import { Problem } from './Problem'
import { ToolView } from './ToolView'
import { TurnView } from './TurnView'

interface OverviewProps {
  observation: ObservationDetail
  steps: Steps
  row: number
  onSelect: (row: number) => void
}

/** The details of a step, in the form that fits its kind. */
export function ObservationOverview({ observation, steps, row, onSelect }: OverviewProps) {
  const { input, output, traceId, id } = observation
  const shown = useMemo(
    () => [...mediaIn(input), ...mediaIn(output)].map((file) => file.mediaId),
    [input, output],
  )
  return (
    <div className={classes.root}>
      <Problem observation={observation} />
      <View observation={observation} steps={steps} row={row} onSelect={onSelect} />
      <MediaList trace={traceId} observation={id} without={shown} />
      <ExperimentBlock observation={observation} />
      <LinkList observation={observation} steps={steps} onSelect={onSelect} />
      <Origin observation={observation} />
    </div>
  )
}

function View({ observation, steps, row, onSelect }: OverviewProps) {
  const kind = steps.model.kinds[row]
  if (kind === 'turn' || kind === 'session') {
    return <TurnView observation={observation} steps={steps} row={row} onSelect={onSelect} />
  }
  // What coding agents report of their tools (commands, patches, approvals) has a view of its own.
  if (observation.kind === 'tool') return <ToolView observation={observation} />
  if (kind === 'model' || kind === 'embedding') return <ModelCallView observation={observation} />
  return <GenericView observation={observation} isTool={kind === 'tool'} />
}
