import { describe, expect, it } from 'vitest'
import type { Composition, CompositionLine } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { graphOf, MAX_NODES } from './graph'

const line = (depth: number, name: string, part: Partial<CompositionLine> = {}): CompositionLine => ({
  depth,
  name,
  version: 1,
  type: 'text',
  labels: [],
  reference: { name, version: null, label: 'production' },
  fault: null,
  problem: '',
  ...part,
})
const composition = (includes: CompositionLine[], includedIn: CompositionLine[] = []): Composition => ({
  includes,
  includedIn,
  hasMore: false,
  resolved: null,
  problem: '',
})
const top = { name: 'top', version: 2, labels: ['latest'] } as unknown as PromptVersion
const edges = (found: ReturnType<typeof graphOf>) =>
  found.edges.map((one) => `${one.from} → ${one.to} ${one.labels}${one.isCircle ? ' ↺' : ''}`)

describe('the graph of what includes what', () => {
  it('has every version once, and every way to it', () => {
    const found = graphOf(
      top,
      composition(
        [
          line(0, 'a'),
          line(1, 'words'),
          line(0, 'b', { version: 3, reference: { name: 'b', version: 3, label: null } }),
          line(1, 'words'),
        ],
        [line(0, 'user'), line(1, 'user of user')],
      ),
    )
    expect(found.nodes.map((node) => node.id)).toEqual([
      'top 2',
      'a 1',
      'words 1',
      'b 3',
      'user 1',
      'user of user 1',
    ])
    expect(found.nodes.filter((node) => node.isRoot).map((node) => node.name)).toEqual(['top'])
    expect(edges(found)).toEqual([
      'top 2 → a 1 production',
      'a 1 → words 1 production',
      'top 2 → b 3 ',
      'b 3 → words 1 production',
      'user 1 → top 2 production',
      'user of user 1 → user 1 production',
    ])
  })

  it('marks what is wrong: circles as lines, the rest as boxes', () => {
    const found = graphOf(
      top,
      composition([
        line(0, 'a'),
        line(1, 'top', { version: 2, fault: 'circle' }),
        line(1, 'none', { version: null, fault: 'missing' }),
        line(1, 'none', {
          version: null,
          fault: 'missing',
          reference: { name: 'none', version: 4, label: null },
        }),
        line(1, 'chat', { type: 'chat', fault: 'chat' }),
      ]),
    )
    expect(edges(found)).toEqual([
      'top 2 → a 1 production',
      'a 1 → top 2 production ↺',
      'a 1 → none ?production production',
      'a 1 → none ?4 ',
      'a 1 → chat 1 production',
    ])
    expect(found.nodes.map((node) => node.fault)).toEqual([
      undefined,
      undefined,
      'missing',
      'missing',
      'chat',
    ])
  })

  it('says how much it leaves out', () => {
    const many = Array.from({ length: 100 }, (_, n) => line(0, `part ${n}`))
    const found = graphOf(top, composition(many))
    expect([found.nodes.length, found.edges.length, found.left]).toEqual([
      MAX_NODES,
      MAX_NODES - 1,
      101 - MAX_NODES,
    ])
  })
})
