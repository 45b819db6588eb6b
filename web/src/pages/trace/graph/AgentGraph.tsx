import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { agentStepsQuery } from '../../../api/trace'
import { useProjectId } from '../../../app/useProjectId'
import { PagePending } from '../../../components/PageState'
import { formatCompact } from '../../../format/number'
import { t } from '../../../i18n'
import type { Steps } from '../useSteps'
import classes from './AgentGraph.module.css'
import {
  callGraph,
  flowGraph,
  type Graph,
  type GraphNode,
  MAX_NODES,
  MODES,
  type Mode,
  stepGraph,
} from './agentGraph'
import { GraphBox } from './GraphBox'
import { layOut, pathOf } from './layout'
import { usePanZoom } from './usePanZoom'

interface AgentGraphProps {
  steps: Steps
  selected: number
  onSelect: (row: number) => void
}

/** The trace as a picture: boxes for what was done, lines for what leads to what. A click goes to the step. */
export default function AgentGraph({ steps, selected, onSelect }: AgentGraphProps) {
  const project = useProjectId()
  const { model } = steps
  const { data: agentSteps, isPending } = useQuery(agentStepsQuery(project, model.skeleton.traceId))
  const named = useMemo(() => (agentSteps ? stepGraph(model, agentSteps) : null), [model, agentSteps])
  const [chosen, setChosen] = useState<Mode | null>(null)
  const mode = chosen ?? (named ? 'steps' : 'calls')
  const graph = useMemo(() => {
    if (mode === 'steps' && named) return named
    return mode === 'flow' ? flowGraph(model) : callGraph(model)
  }, [mode, named, model])
  if (isPending) return <PagePending />
  const pick = (node: GraphNode) => {
    if (node.rows.length === 0) return
    // Each further click goes on to the next step of the box.
    const next = (node.rows.indexOf(selected) + 1) % node.rows.length
    onSelect(node.rows[next] as number)
  }
  return (
    <Picture
      graph={graph}
      selected={selected}
      onPick={pick}
      bar={
        <>
          <SegmentedControl
            aria-label={t.detail.graphLabel}
            value={mode}
            onChange={(value) => setChosen(value as Mode)}
            data={MODES.filter((one) => one !== 'steps' || named).map((value) => ({
              value,
              label: t.detail.graphModes[value],
            }))}
          />
          <span className={classes.help}>
            {t.detail.graphHelp[mode]}
            {graph.folded > 0 && ` ${t.detail.graphFolded(MAX_NODES)}`}
          </span>
        </>
      }
    />
  )
}

interface PictureProps {
  graph: Graph
  selected: number
  onPick: (node: GraphNode) => void
  bar: ReactNode
}

function Picture({ graph, selected, onPick, bar }: PictureProps) {
  const layout = useMemo(() => layOut(graph), [graph])
  const frame = useRef<HTMLDivElement>(null)
  const view = usePanZoom(frame, layout)
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        {bar}
        <span className={classes.tools}>
          <Tool label={t.detail.zoomOut} icon={ZoomOut} onClick={() => view.zoomBy(1 / 1.3)} />
          <Tool label={t.detail.zoomIn} icon={ZoomIn} onClick={() => view.zoomBy(1.3)} />
          <Tool label={t.detail.fit} icon={Maximize2} onClick={view.fitAll} />
        </span>
      </div>
      <div ref={frame} className={classes.frame} {...view.handlers}>
        <svg className={classes.svg} role="group" aria-label={t.detail.graphLabel}>
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" className={classes.arrow} />
            </marker>
          </defs>
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>
            {layout.edges.map((edge) => (
              <g key={`${edge.from} ${edge.to}`}>
                <path
                  d={pathOf(edge.points)}
                  className={classes.edge}
                  strokeWidth={Math.min(4, 1 + Math.log2(edge.count) * 0.6)}
                  markerEnd="url(#arrow)"
                />
                {edge.count > 1 && (
                  <text x={edge.label.x} y={edge.label.y} className={classes.count}>
                    {formatCompact(edge.count)}
                  </text>
                )}
              </g>
            ))}
            {layout.nodes.map((node) => (
              <GraphBox
                key={node.id}
                node={node}
                folded={graph.folded}
                selected={node.rows.includes(selected)}
                onPick={onPick}
              />
            ))}
          </g>
        </svg>
      </div>
    </div>
  )
}

interface ToolProps {
  label: string
  icon: typeof ZoomIn
  onClick: () => void
}

function Tool({ label, icon: Icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
