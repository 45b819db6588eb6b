import dagre from '@dagrejs/dagre'
import type { Graph, GraphEdge, GraphNode } from './agentGraph'
import { figuresOf } from './figures'

export interface PlacedNode extends GraphNode {
  /** Middle of the box, in px. */
  x: number
  y: number
  width: number
  height: number
}

export interface PlacedEdge extends GraphEdge {
  points: { x: number; y: number }[]
  /** Where its count stands. */
  label: { x: number; y: number }
}

export interface Layout {
  nodes: PlacedNode[]
  edges: PlacedEdge[]
  width: number
  height: number
}

const MARGIN = 20

/** Puts the boxes into layers from top to bottom, with as few crossing lines as possible. */
export function layOut({ nodes, edges }: Graph): Layout {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 46, marginx: MARGIN, marginy: MARGIN })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of nodes) graph.setNode(node.id, sizeOf(node))
  for (const edge of edges) {
    const label =
      edge.count > 1 ? { width: 26, height: 16, labelpos: 'c', weight: edge.count } : { weight: edge.count }
    graph.setEdge(edge.from, edge.to, label, `${edge.from} ${edge.to}`)
  }
  dagre.layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    nodes: nodes.map((node) => {
      const { x, y, width, height } = graph.node(node.id)
      return { ...node, x, y, width, height }
    }),
    edges: edges.map((edge) => {
      const { points = [], x, y } = graph.edge({ v: edge.from, w: edge.to, name: `${edge.from} ${edge.to}` })
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 }
      return { ...edge, points, label: { x: x ?? middle.x, y: y ?? middle.y } }
    }),
    width,
    height,
  }
}

function sizeOf(node: GraphNode): { width: number; height: number } {
  if (node.kind === 'start' || node.kind === 'end') return { width: 64, height: 26 }
  const figures = figuresOf(node).join(' · ').length
  return { width: Math.min(250, Math.max(120, 56 + node.name.length * 7, 46 + figures * 5.8)), height: 48 }
}

/** A smooth line through the points. */
export function pathOf(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return ''
  let path = `M${first.x},${first.y}`
  for (let index = 0; index < rest.length - 1; index += 1) {
    const here = rest[index] as { x: number; y: number }
    const next = rest[index + 1] as { x: number; y: number }
    const middle = index === rest.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 }
    path += ` Q${here.x},${here.y} ${middle.x},${middle.y}`
  }
  return rest.length === 1 ? `${path} L${last.x},${last.y}` : path
}
