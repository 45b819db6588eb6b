import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { agentStepsQuery } from '../../../api/trace'
import { useProjectId } from '../../../app/useProjectId'
import { PagePending } from '../../../components/PageState'
import { formatCompact } from '../../../format/number'
import { pathOf } from '../../../graph/layered'
import { Picture } from '../../../graph/Picture'
import { t } from '../../../i18n'
import type { Steps } from '../useSteps'
import classes from './AgentGraph.module.css'
import { callGraph, flowGraph, type GraphNode, MAX_NODES, MODES, type Mode, stepGraph } from './agentGraph'
import { GraphBox } from './GraphBox'
import { layOutTrace } from './layout'

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
  const layout = useMemo(() => layOutTrace(graph), [graph])
  if (isPending) return <PagePending />
  const pick = (node: GraphNode) => {
    if (node.rows.length === 0) return
    // Each further click goes on to the next step of the box.
    const next = (node.rows.indexOf(selected) + 1) % node.rows.length
    onSelect(node.rows[next] as number)
  }
  return (
    <Picture
      label={t.detail.graphLabel}
      size={layout}
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
    >
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
          onPick={pick}
        />
      ))}
    </Picture>
  )
}
