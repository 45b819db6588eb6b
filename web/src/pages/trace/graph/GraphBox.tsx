import { lookOf } from '../../../design/looks'
import { clip } from '../../../graph/layered'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import classes from './AgentGraph.module.css'
import type { GraphNode } from './agentGraph'
import { figuresOf } from './figures'
import type { PlacedNode } from './layout'

interface GraphBoxProps {
  node: PlacedNode
  folded: number
  selected: boolean
  onPick: (node: GraphNode) => void
}

/** One box: what it stands for, how often, how long, and what it cost. */
export function GraphBox({ node, folded, selected, onPick }: GraphBoxProps) {
  const { x, y, width, height, kind } = node
  const left = x - width / 2
  const top = y - height / 2
  if (kind === 'start' || kind === 'end') {
    return (
      <g className={classes.terminal}>
        <rect x={left} y={top} width={width} height={height} rx={height / 2} />
        <text x={x} y={y}>
          {kind === 'start' ? t.detail.graphStart : t.detail.graphEnd}
        </text>
      </g>
    )
  }
  const look = kind === 'other' ? null : lookOf(kind, node.name)
  const Icon = look?.icon
  const name = showReordering(kind === 'other' ? t.detail.graphOther(folded) : node.name)
  const figures = figuresOf(node)
  return (
    <g
      className={classes.box}
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      data-error={node.errors > 0 || undefined}
      onClick={() => onPick(node)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onPick(node)
      }}
    >
      <rect x={left} y={top} width={width} height={height} rx={6} />
      <rect
        x={left}
        y={top}
        width={3}
        height={height}
        rx={1.5}
        fill={look?.color ?? 'var(--k-other)'}
        className={classes.stripe}
      />
      {Icon && <Icon x={left + 12} y={top + 9} width={14} height={14} color={look.color} aria-hidden />}
      <text x={left + 32} y={top + 20} className={classes.name}>
        {clip(name, (width - 44) / 6.9)}
      </text>{' '}
      <text x={left + 32} y={top + 37} className={classes.figures}>
        {clip(figures.join(' · '), (width - 38) / 5.5)}
      </text>
    </g>
  )
}
