import type { AgentSteps } from '../../../api/types'
import type { Kind } from '../../../design/kind'
import { labelOf } from '../model/label'
import { at, hasChildren, type TraceModel } from '../model/traceModel'

/** How a trace is drawn as a graph: by the sender's own agent steps, by who calls whom, or by what follows what. */
export const MODES = ['steps', 'calls', 'flow'] as const
export type Mode = (typeof MODES)[number]

export interface GraphNode {
  id: string
  kind: Kind | 'start' | 'end' | 'other'
  name: string
  /** Steps that the node stands for, in display order. */
  rows: number[]
  durationUs: number
  /** NaN where no price is known. */
  cost: number
  errors: number
}

export interface GraphEdge {
  from: string
  to: string
  count: number
}

export interface Graph {
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** Kinds of steps that share the node "other". */
  folded: number
}

export const START = '__start__'
const END = '__end__'
export const OTHER = '__other__'
/** More boxes than this cannot be read; the busiest are kept. */
export const MAX_NODES = 60

class Builder {
  readonly nodes = new Map<string, GraphNode>()
  readonly edges = new Map<string, GraphEdge>()

  constructor(private readonly model: TraceModel) {}

  add(id: string, row: number, name: string): void {
    let node = this.nodes.get(id)
    if (!node) {
      node = {
        id,
        kind: this.model.kinds[row] ?? 'span',
        name,
        rows: [],
        durationUs: 0,
        cost: Number.NaN,
        errors: 0,
      }
      this.nodes.set(id, node)
    }
    node.rows.push(row)
    node.durationUs += at(this.model.end, row) - at(this.model.start, row)
    const cost = at(this.model.cost, row)
    if (!Number.isNaN(cost)) node.cost = (Number.isNaN(node.cost) ? 0 : node.cost) + cost
    if (this.model.skeleton.levels[row] === 'ERROR') node.errors += 1
  }

  mark(id: string, kind: 'start' | 'end'): void {
    this.nodes.set(id, { id, kind, name: '', rows: [], durationUs: 0, cost: Number.NaN, errors: 0 })
  }

  connect(from: string, to: string): void {
    const key = `${from}\n${to}`
    const edge = this.edges.get(key)
    if (edge) edge.count += 1
    else this.edges.set(key, { from, to, count: 1 })
  }

  /** Edges from all of one stage to all of the next. */
  connectStages(from: string[], to: string[]): void {
    for (const one of from) for (const other of to) this.connect(one, other)
  }

  done(): Graph {
    return fold({ nodes: [...this.nodes.values()], edges: [...this.edges.values()], folded: 0 })
  }
}

/** What a step is in the graph: steps of the same kind and name are one box. */
function idOf(model: TraceModel, row: number): string {
  return `${model.kinds[row]}\n${model.skeleton.names[row]}`
}

function nameOf(model: TraceModel, row: number): string {
  const kind = model.kinds[row]
  return kind === 'turn' ? (model.skeleton.names[row] ?? '') : labelOf(model, row)
}

/** Notes within steps say nothing about who does what. */
function isDrawn(model: TraceModel, row: number): boolean {
  const kind = model.kinds[row]
  return kind !== 'event' && kind !== 'attempt'
}

/** Who calls whom: an edge from every step to those right below it. */
export function callGraph(model: TraceModel): Graph {
  const builder = new Builder(model)
  for (const row of model.order) {
    if (!isDrawn(model, row)) continue
    builder.add(idOf(model, row), row, nameOf(model, row))
    const above = at(model.parent, row)
    if (above >= 0) builder.connect(idOf(model, above), idOf(model, row))
  }
  return builder.done()
}

/** What follows what: the steps that do the work, in order of time, those at the same time side by side. */
export function flowGraph(model: TraceModel): Graph {
  const builder = new Builder(model)
  const working = [...model.order].filter((row) => isDrawn(model, row) && !hasChildren(model, row))
  working.sort((one, other) => at(model.start, one) - at(model.start, other))
  builder.mark(START, 'start')
  let before = [START]
  let stage = new Set<string>()
  let until = Number.NEGATIVE_INFINITY
  const close = () => {
    if (stage.size === 0) return
    builder.connectStages(before, [...stage])
    before = [...stage]
    stage = new Set()
  }
  for (const row of working) {
    // What begins before any of the stage has ended runs beside it.
    if (at(model.start, row) >= until) {
      close()
      until = at(model.end, row)
    } else {
      until = Math.min(until, at(model.end, row))
    }
    builder.add(idOf(model, row), row, nameOf(model, row))
    stage.add(idOf(model, row))
  }
  close()
  builder.mark(END, 'end')
  builder.connectStages(before, [END])
  return builder.done()
}

/** The nodes that the sender names, such as LangGraph's, connected as it says, or else in the order of its steps. */
export function stepGraph(model: TraceModel, steps: AgentSteps): Graph | null {
  const builder = new Builder(model)
  const nodeOf = new Map<number, string>()
  const placed: { row: number; node: string; step: number; parent: string }[] = []
  steps.ids.forEach((id, index) => {
    const row = model.rowOf.get(id)
    if (row === undefined) return
    nodeOf.set(row, steps.nodes[index] ?? '')
    placed.push({
      row,
      node: steps.nodes[index] ?? '',
      step: steps.steps[index] ?? -1,
      parent: steps.parents[index] ?? '',
    })
  })
  // Everything inside a node carries its name; only the outermost is the node.
  const outer = placed.filter(({ row, node }) => nodeOf.get(at(model.parent, row)) !== node)
  if (outer.length === 0) return null
  outer.sort((one, other) => one.step - other.step || at(model.start, one.row) - at(model.start, other.row))
  builder.mark(START, 'start')
  for (const { row, node } of outer) builder.add(`node\n${node}`, row, node)
  builder.mark(END, 'end')
  if (outer.some((one) => one.parent)) connectByParents(builder, outer)
  else connectByOrder(builder, outer)
  return builder.done()
}

function connectByParents(builder: Builder, outer: { node: string; parent: string }[]): void {
  const isParent = new Set(outer.map((one) => one.parent))
  for (const { node, parent } of outer) {
    const above = `node\n${parent}`
    builder.connect(builder.nodes.has(above) ? above : START, `node\n${node}`)
    if (!isParent.has(node)) builder.connect(`node\n${node}`, END)
  }
}

function connectByOrder(builder: Builder, outer: { node: string; step: number }[]): void {
  let before = [START]
  for (let index = 0; index < outer.length; ) {
    const { step } = outer[index] as { step: number }
    let end = index + 1
    // Steps without a number each stand alone.
    while (step >= 0 && outer[end]?.step === step) end += 1
    const stage = [...new Set(outer.slice(index, end).map((one) => `node\n${one.node}`))]
    builder.connectStages(before, stage)
    before = stage
    index = end
  }
  builder.connectStages(before, [END])
}

/** Keeps the busiest boxes and puts the others into one. */
function fold(graph: Graph): Graph {
  if (graph.nodes.length <= MAX_NODES) return graph
  const fixed = graph.nodes.filter((node) => node.kind === 'start' || node.kind === 'end')
  const others = graph.nodes.filter((node) => node.kind !== 'start' && node.kind !== 'end')
  others.sort((one, other) => other.rows.length - one.rows.length || other.durationUs - one.durationUs)
  const kept = [...fixed, ...others.slice(0, MAX_NODES - fixed.length - 1)]
  const rest = others.slice(MAX_NODES - fixed.length - 1)
  const known = new Set(kept.map((node) => node.id))
  const other: GraphNode = {
    id: OTHER,
    kind: 'other',
    name: '',
    rows: [],
    durationUs: 0,
    cost: Number.NaN,
    errors: 0,
  }
  for (const node of rest) {
    // One by one: spreading a long list into a call can overflow the stack.
    for (const row of node.rows) other.rows.push(row)
    other.durationUs += node.durationUs
    other.errors += node.errors
    if (!Number.isNaN(node.cost)) other.cost = (Number.isNaN(other.cost) ? 0 : other.cost) + node.cost
  }
  const edges = new Map<string, GraphEdge>()
  for (const edge of graph.edges) {
    const from = known.has(edge.from) ? edge.from : OTHER
    const to = known.has(edge.to) ? edge.to : OTHER
    if (from === OTHER && to === OTHER) continue
    const same = edges.get(`${from}\n${to}`)
    if (same) same.count += edge.count
    else edges.set(`${from}\n${to}`, { from, to, count: edge.count })
  }
  return { nodes: [...kept, other], edges: [...edges.values()], folded: rest.length }
}
