import { formatDuration } from '../../../format/duration'
import { formatCost } from '../../../format/number'
import { Change } from './Change'
import { type Cell, metricOf } from './comparison'

interface TimeAndCostProps {
  cell: Cell
  /** The baseline's cell, of others. */
  base: Cell | undefined
  lower: ReadonlySet<string>
  /** Of each of the two figures. */
  className: string | undefined
}

/** What an item took and cost, and how that differs from the baseline. */
export function TimeAndCost({ cell, base, lower, className }: TimeAndCostProps) {
  return (
    <>
      <span className={className}>
        {formatDuration(cell.latencyMs)}
        <Change
          base={metricOf(base, 'latency')}
          value={cell.latencyMs}
          metric="latency"
          lower={lower}
          format={formatDuration}
        />
      </span>
      {cell.costUsd !== null && (
        <span className={className}>
          {formatCost(cell.costUsd)}
          <Change
            base={metricOf(base, 'cost')}
            value={cell.costUsd}
            metric="cost"
            lower={lower}
            format={formatCost}
          />
        </span>
      )}
    </>
  )
}
