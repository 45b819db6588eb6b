import { formatDuration } from '../../../format/duration'
import { formatCompact, formatCost } from '../../../format/number'
import { t } from '../../../i18n'
import type { GraphNode } from './agentGraph'

/** What a box says of its steps: how many, how long, what they cost, how many failed. */
export function figuresOf(node: GraphNode): string[] {
  if (node.kind === 'start' || node.kind === 'end') return []
  return [
    node.rows.length > 1 ? t.detail.times(formatCompact(node.rows.length)) : '',
    formatDuration(node.durationUs / 1000),
    Number.isNaN(node.cost) ? '' : formatCost(node.cost),
    node.errors > 0 ? t.trace.errors(node.errors) : '',
  ].filter(Boolean)
}
