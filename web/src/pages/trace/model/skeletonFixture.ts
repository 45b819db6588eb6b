import type { Skeleton } from '../../../api/types'

interface Step {
  id: string
  parent?: number
  start: number
  end?: number | null
  type?: string
  kind?: string
  name?: string
  level?: string
  tokens?: number
  cost?: number | null
  isOrphan?: boolean
}

/** A skeleton from a list of steps; for tests. */
export function skeletonOf(steps: Step[]): Skeleton {
  const zeros = steps.map(() => 0)
  return {
    traceId: 't',
    ids: steps.map((step) => step.id),
    traceIds: steps.map(() => 't'),
    parents: steps.map((step) => step.parent ?? -1),
    types: steps.map((step) => step.type ?? 'SPAN'),
    kinds: steps.map((step) => step.kind ?? ''),
    names: steps.map((step) => step.name ?? step.id),
    levels: steps.map((step) => step.level ?? 'DEFAULT'),
    statusMessages: steps.map(() => ''),
    startsUs: steps.map((step) => step.start),
    endsUs: steps.map((step) => (step.end === undefined ? step.start + 1 : step.end)),
    models: steps.map(() => ''),
    tokensInput: zeros,
    tokensCached: zeros,
    tokensOutput: zeros,
    tokensReasoning: zeros,
    tokensTotal: steps.map((step) => step.tokens ?? 0),
    costsUsd: steps.map((step) => step.cost ?? null),
    previews: steps.map(() => ''),
    orphans: steps.flatMap((step, row) => (step.isOrphan ? [row] : [])),
  }
}
