import type { ObservationDetail } from '../../../api/types'
import type { Steps } from '../useSteps'
import { GenericView } from './GenericView'
import { ModelCallView } from './ModelCallView'
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
  return (
    <div className={classes.root}>
      <Problem observation={observation} />
      <View observation={observation} steps={steps} row={row} onSelect={onSelect} />
    </div>
  )
}

function View({ observation, steps, row, onSelect }: OverviewProps) {
  switch (steps.model.kinds[row]) {
    case 'turn':
    case 'session':
      return <TurnView observation={observation} steps={steps} row={row} onSelect={onSelect} />
    case 'model':
    case 'embedding':
      return <ModelCallView observation={observation} />
    case 'tool':
      return <ToolView observation={observation} />
    default:
      return <GenericView observation={observation} />
  }
}
