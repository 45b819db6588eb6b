import type { Composition, CompositionLine } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'

export type Fault = NonNullable<CompositionLine['fault']>

/** A version of a prompt, or a reference that leads nowhere. */
export interface CompositionNode {
  id: string
  name: string
  /** null where a reference leads nowhere. */
  version: number | null
  labels: readonly string[]
  /** Whether it is the version that is looked at. */
  isRoot: boolean
  /** Why it cannot be put in; a circle is a fault of the line alone. */
  fault?: Fault
}

/** A version that includes another. */
export interface CompositionEdge {
  from: string
  to: string
  /** The labels that it refers by; none where it names a version. */
  labels: string[]
  isCircle: boolean
}

export interface CompositionGraph {
  nodes: CompositionNode[]
  edges: CompositionEdge[]
  /** How many boxes are left out. */
  left: number
}

/** More boxes than this cannot be read. */
export const MAX_NODES = 80

/** What a version includes and what includes it: every version once, however often it is included. */
export function graphOf(version: PromptVersion, composition: Composition): CompositionGraph {
  const nodes = new Map<string, CompositionNode>()
  const edges = new Map<string, CompositionEdge>()
  const root = idOf(version.name, version.version)
  nodes.set(root, { ...pick(version), id: root, isRoot: true })

  const add = (lines: readonly CompositionLine[], isBelow: boolean) => {
    const above: string[] = []
    for (const line of lines) {
      const id = idOf(line.name, line.version, line)
      const isCircle = line.fault === 'circle'
      if (!nodes.has(id)) nodes.set(id, { ...pick(line), id, isRoot: false })
      const node = nodes.get(id) as CompositionNode
      if (line.fault && !isCircle) node.fault = line.fault
      const other = line.depth === 0 ? root : above[line.depth - 1]
      above[line.depth] = id
      if (other === undefined) continue
      const [from, to] = isBelow ? [other, id] : [id, other]
      const key = `${from}\n${to}`
      const edge = edges.get(key) ?? { from, to, labels: [], isCircle: false }
      const { label } = line.reference
      if (label && !edge.labels.includes(label)) edge.labels.push(label)
      edges.set(key, { ...edge, isCircle: edge.isCircle || isCircle })
    }
  }
  add(composition.includes, true)
  add(composition.includedIn, false)

  const shown = [...nodes.values()].slice(0, MAX_NODES)
  const ids = new Set(shown.map((node) => node.id))
  return {
    nodes: shown,
    edges: [...edges.values()].filter((edge) => ids.has(edge.from) && ids.has(edge.to)),
    left: nodes.size - shown.length,
  }
}

const pick = ({ name, version, labels }: Pick<CompositionNode, 'name' | 'version' | 'labels'>) => ({
  name,
  version,
  labels,
})

const idOf = (name: string, version: number | null, line?: CompositionLine): string =>
  version === null ? `${name} ?${line?.reference.label ?? line?.reference.version}` : `${name} ${version}`
