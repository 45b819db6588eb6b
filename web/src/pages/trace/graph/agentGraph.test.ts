import { describe, expect, it } from 'vitest'
import { skeletonOf } from '../model/skeletonFixture'
import { buildTraceModel } from '../model/traceModel'
import { callGraph, flowGraph, type Graph, MAX_NODES, stepGraph } from './agentGraph'

const short = (id: string) => id.split('\n').at(-1)
const edges = (graph: Graph | null) =>
  graph?.edges.map((one) => `${short(one.from)} → ${short(one.to)} ×${one.count}`)

const model = buildTraceModel(
  skeletonOf([
    { id: 'root', name: 'agent', type: 'AGENT', start: 0, end: 100 },
    { id: 'c1', name: 'chat', type: 'GENERATION', parent: 0, start: 1, end: 10, cost: 0.5 },
    { id: 't1', name: 'search', type: 'TOOL', parent: 0, start: 10, end: 20 },
    { id: 't2', name: 'fetch', type: 'TOOL', parent: 0, start: 11, end: 19, level: 'ERROR' },
    { id: 'c2', name: 'chat', type: 'GENERATION', parent: 0, start: 20, end: 30, cost: 0.25 },
    { id: 'e', name: 'note', type: 'EVENT', parent: 0, start: 25, end: 25 },
  ]),
)

describe('the graph of a trace', () => {
  it('says who calls whom', () => {
    const graph = callGraph(model)
    expect(edges(graph)).toEqual(['agent → chat ×2', 'agent → search ×1', 'agent → fetch ×1'])
    const chat = graph.nodes.find((node) => node.name === 'chat')
    expect([chat?.rows, chat?.durationUs, chat?.cost, chat?.kind]).toEqual([[1, 4], 19, 0.75, 'model'])
    expect(graph.nodes.find((node) => node.name === 'fetch')?.errors).toBe(1)
  })

  it('says what follows what, parallel steps side by side', () => {
    expect(edges(flowGraph(model))).toEqual([
      '__start__ → chat ×1',
      'chat → search ×1',
      'chat → fetch ×1',
      'search → chat ×1',
      'fetch → chat ×1',
      'chat → __end__ ×1',
    ])
  })

  it('follows the steps of LangGraph, whose nodes repeat their name inside', () => {
    const lang = buildTraceModel(
      skeletonOf([
        { id: 'graph', start: 0, end: 100 },
        { id: 'plan', parent: 0, start: 1, end: 5 },
        { id: 'inner', parent: 1, start: 2, end: 4 },
        { id: 'a', parent: 0, start: 6, end: 9 },
        { id: 'b', parent: 0, start: 6, end: 8 },
        { id: 'plan2', parent: 0, start: 10, end: 12 },
      ]),
    )
    const graph = stepGraph(lang, {
      ids: ['plan', 'inner', 'a', 'b', 'plan2', 'unknown'],
      nodes: ['plan', 'plan', 'a', 'b', 'plan', 'x'],
      steps: [1, 1, 2, 2, 3, 4],
      parents: ['', '', '', '', '', ''],
    })
    expect(edges(graph)).toEqual([
      '__start__ → plan ×1',
      'plan → a ×1',
      'plan → b ×1',
      'a → plan ×1',
      'b → plan ×1',
      'plan → __end__ ×1',
    ])
    expect(stepGraph(lang, { ids: [], nodes: [], steps: [], parents: [] })).toBeNull()
    const named = {
      ids: ['plan', 'a', 'b'],
      nodes: ['plan', 'a', 'b'],
      steps: [-1, -1, -1],
      parents: ['', 'plan', 'plan'],
    }
    expect(edges(stepGraph(lang, named))).toEqual([
      '__start__ → plan ×1',
      'plan → a ×1',
      'a → __end__ ×1',
      'plan → b ×1',
      'b → __end__ ×1',
    ])
  })

  it('keeps the busiest and counts the others', () => {
    const steps = Array.from({ length: 200 }, (_, index) => ({
      id: `s${index}`,
      name: index < 20 ? 'busy' : `once ${index}`,
      parent: index ? 0 : undefined,
      start: index,
    }))
    const graph = callGraph(buildTraceModel(skeletonOf(steps)))
    expect(graph.nodes).toHaveLength(MAX_NODES)
    expect(graph.folded).toBe(181 - MAX_NODES + 1)
    expect(graph.nodes.at(-1)?.rows).toHaveLength(graph.folded)
    expect(graph.edges.find((edge) => edge.to === '__other__')?.count).toBe(graph.folded)
  })
})
