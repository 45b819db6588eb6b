import { type Layout, layOut, type Placed, type Size } from '../../../graph/layered'
import type { Graph, GraphEdge, GraphNode } from './agentGraph'
import { figuresOf } from './figures'

export type PlacedNode = Placed<GraphNode>

/** The boxes of a trace from top to bottom; lines that are often gone are the shortest. */
export const layOutTrace = (graph: Graph): Layout<GraphNode, GraphEdge> =>
  layOut(graph, {
    sizeOf,
    labelOf: (edge) => (edge.count > 1 ? { width: 26, height: 16 } : undefined),
    weightOf: (edge) => edge.count,
  })

function sizeOf(node: GraphNode): Size {
  if (node.kind === 'start' || node.kind === 'end') return { width: 64, height: 26 }
  const figures = figuresOf(node).join(' · ').length
  return { width: Math.min(250, Math.max(120, 56 + node.name.length * 7, 46 + figures * 5.8)), height: 48 }
}
