import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Composition } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { folderOf, leafOf } from '../../../app/folder'
import { clip, layOut, type Placed, pathOf } from '../../../graph/layered'
import { Picture } from '../../../graph/Picture'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import { inOrder } from '../labels'
import classes from './CompositionGraph.module.css'
import { type CompositionEdge, type CompositionNode, graphOf } from './graph'

const says = t.promptEditor.graph
const HEIGHT = 46
const WIDEST = 230
const TALLEST = 600
const BAR = 48

interface CompositionGraphProps {
  project: string
  version: PromptVersion
  composition: Composition
}

/** What includes what, as a picture: a box for each version, a line from a version to what it includes. */
export default function CompositionGraph({ project, version, composition }: CompositionGraphProps) {
  const graph = useMemo(() => graphOf(version, composition), [version, composition])
  const layout = useMemo(() => layOut(graph, { sizeOf, labelOf }), [graph])
  return (
    <div className={classes.root} style={{ height: Math.min(TALLEST, Math.max(120, layout.height + BAR)) }}>
      <Picture
        label={says.label}
        size={layout}
        isOnPage
        bar={
          <span className={classes.help}>
            {says.help}
            {graph.left > 0 && ` ${says.left(graph.left)}`}
          </span>
        }
      >
        {layout.edges.map((edge) => (
          <g
            key={`${edge.from}\n${edge.to}`}
            data-circle={edge.isCircle || undefined}
            className={classes.edge}
          >
            <path d={pathOf(edge.points)} markerEnd="url(#arrow)" />
            {textOf(edge) && (
              <text x={edge.label.x} y={edge.label.y}>
                {textOf(edge)}
              </text>
            )}
          </g>
        ))}
        {layout.nodes.map((node) => (
          <Box key={node.id} node={node} project={project} />
        ))}
      </Picture>
    </div>
  )
}

interface BoxProps {
  node: Placed<CompositionNode>
  project: string
}

function Box({ node, project }: BoxProps) {
  const { x, y, width, height, name, version, isRoot, fault } = node
  const left = x - width / 2
  const top = y - height / 2
  const shapes = (
    <>
      <title>{[name, noteOf(node)].join(' · ')}</title>
      <rect x={left} y={top} width={width} height={height} rx={6} />
      <text x={left + 12} y={top + 19} className={classes.name}>
        {clip(showReordering(leafOf(name)), (width - 20) / 6.9)}
      </text>
      <text x={left + 12} y={top + 35} className={classes.note}>
        {clip(noteOf(node), (width - 20) / 5.8)}
      </text>
    </>
  )
  if (version === null)
    return (
      <g className={classes.box} data-fault>
        {shapes}
      </g>
    )
  return (
    <Link
      to="/project/$projectId/prompts/$"
      params={{ projectId: project, _splat: name }}
      search={{ version, tab: 'composition' }}
      className={classes.box}
      data-root={isRoot || undefined}
      data-fault={fault ? true : undefined}
      aria-current={isRoot ? 'page' : undefined}
    >
      {shapes}
    </Link>
  )
}

/** What stands below a name: the version and its labels or what is wrong, and the folder. */
function noteOf({ name, version, labels, fault }: CompositionNode): string {
  return [
    ...(version === null ? [] : [t.prompts.shortVersion(version)]),
    fault ? says.faults[fault] : inOrder(labels, (label) => label).join(', '),
    folderOf(name),
  ]
    .filter(Boolean)
    .join(' · ')
}

const textOf = (edge: CompositionEdge): string =>
  clip([...(edge.isCircle ? [says.faults.circle] : []), ...edge.labels].join(', '), 24)

function sizeOf(node: CompositionNode) {
  const characters = Math.max(leafOf(node.name).length * 6.9, noteOf(node).length * 5.8)
  return { width: Math.min(WIDEST, Math.max(110, 24 + characters)), height: HEIGHT }
}

function labelOf(edge: CompositionEdge) {
  const text = textOf(edge)
  return text ? { width: text.length * 5.8 + 8, height: 16 } : undefined
}
