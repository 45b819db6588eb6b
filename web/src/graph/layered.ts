import dagre from '@dagrejs/dagre'

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

export interface Edge {
  from: string
  to: string
}

/** A box with its middle, in px. */
export type Placed<Node> = Node & Size & Point

export type Led<Line extends Edge> = Line & {
  points: Point[]
  /** Where its label stands. */
  label: Point
}

export interface Layout<Node, Line extends Edge> extends Size {
  nodes: Placed<Node>[]
  edges: Led<Line>[]
}

interface Measures<Node, Line> {
  sizeOf: (node: Node) => Size
  /** The size of a label on a line; undefined without one. */
  labelOf?: (edge: Line) => Size | undefined
  /** How much a line wants to be short. */
  weightOf?: (edge: Line) => number
}

const MARGIN = 20

/** Puts boxes into layers from top to bottom, with as few crossing lines as possible. */
export function layOut<Node extends { id: string }, Line extends Edge>(
  { nodes, edges }: { nodes: readonly Node[]; edges: readonly Line[] },
  { sizeOf, labelOf, weightOf }: Measures<Node, Line>,
): Layout<Node, Line> {
  const graph = new dagre.graphlib.Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 46, marginx: MARGIN, marginy: MARGIN })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const node of nodes) graph.setNode(node.id, sizeOf(node))
  for (const edge of edges) {
    const size = labelOf?.(edge)
    const weight = weightOf?.(edge) ?? 1
    graph.setEdge(edge.from, edge.to, size ? { ...size, labelpos: 'c', weight } : { weight }, nameOf(edge))
  }
  dagre.layout(graph)
  const { width = 0, height = 0 } = graph.graph()
  return {
    nodes: nodes.map((node) => {
      const { x, y, width, height } = graph.node(node.id)
      return { ...node, x, y, width, height }
    }),
    edges: edges.map((edge) => {
      const { points = [], x, y } = graph.edge({ v: edge.from, w: edge.to, name: nameOf(edge) })
      const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 }
      return { ...edge, points, label: { x: x ?? middle.x, y: y ?? middle.y } }
    }),
    width,
    height,
  }
}

const nameOf = (edge: Edge): string => `${edge.from} ${edge.to}`

/** A smooth line through the points. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points
  const last = rest.at(-1)
  if (!first || !last) return ''
  let path = `M${first.x},${first.y}`
  for (let index = 0; index < rest.length - 1; index += 1) {
    const here = rest[index] as Point
    const next = rest[index + 1] as Point
    const middle = index === rest.length - 2 ? next : { x: (here.x + next.x) / 2, y: (here.y + next.y) / 2 }
    path += ` Q${here.x},${here.y} ${middle.x},${middle.y}`
  }
  return rest.length === 1 ? `${path} L${last.x},${last.y}` : path
}

/** A text that fits into so many characters. */
export const clip = (text: string, characters: number): string =>
  text.length > characters ? `${text.slice(0, Math.max(1, Math.floor(characters) - 1))}…` : text
