import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Skeleton, SubjectScore } from '../../api/types'
import { applyFilter, HIDDEN, type StepFilter } from './model/stepFilter'
import { buildTimeScale, shareOf, type TimeScale } from './model/timeScale'
import {
  at,
  buildTraceModel,
  findRows,
  hasChildren,
  revealing,
  type TraceModel,
  visibleRows,
} from './model/traceModel'

/** The part of the time scale that fills the waterfall, as shares. */
export interface Zoom {
  from: number
  to: number
}

export const WHOLE: Zoom = { from: 0, to: 1 }
const CLOSEST = 1e-5

export interface Steps {
  model: TraceModel
  scale: TimeScale
  /** Start and end of each row as shares of the whole width. */
  x0: Float64Array
  x1: Float64Array
  visible: Int32Array
  collapsed: ReadonlySet<number>
  toggle: (row: number) => void
  collapseAll: () => void
  expandAll: () => void
  /** Opens everything above a row. */
  reveal: (row: number) => void
  zoom: Zoom
  setZoom: (zoom: Zoom) => void
  cut: boolean
  setCut: (cut: boolean) => void
  search: string
  setSearch: (text: string) => void
  matches: number[]
  /** What each row is to the filter; null when everything is shown. */
  marks: Uint8Array | null
  /** Scores by the id of the observation that they judge. */
  scores: ReadonlyMap<string, SubjectScore[]>
}

/** Everything about the steps that is not in the address: what is folded, how far it is zoomed, what is searched. */
export function useSteps(
  skeleton: Skeleton,
  filter: StepFilter,
  scores: ReadonlyMap<string, SubjectScore[]>,
): Steps {
  const model = useMemo(() => buildTraceModel(skeleton), [skeleton])
  const [collapsedIds, setCollapsedIds] = useState<ReadonlySet<string>>(new Set())
  const [zoom, setZoomRaw] = useState<Zoom>(WHOLE)
  const [cut, setCutRaw] = useState(true)
  const [search, setSearch] = useState('')

  // Ids survive a refresh of the trace; row numbers do not.
  const collapsed = useMemo(() => {
    const rows = new Set<number>()
    for (const id of collapsedIds) {
      const row = model.rowOf.get(id)
      if (row !== undefined) rows.add(row)
    }
    return rows
  }, [model, collapsedIds])
  const setCollapsed = useCallback(
    (rows: Iterable<number>) => {
      const { ids } = model.skeleton
      setCollapsedIds(new Set(Array.from(rows, (row) => ids[row] ?? '')))
    },
    [model],
  )

  const kinds = filter.kinds.join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: a filter is new on every render, what it holds is not
  const marks = useMemo(() => applyFilter(model, filter), [model, kinds, filter.level])
  const visible = useMemo(() => visibleRows(model, collapsed, marks), [model, collapsed, marks])
  const scale = useMemo(() => buildTimeScale(model, cut), [model, cut])
  const { x0, x1 } = useMemo(() => spansOf(model, scale), [model, scale])
  const matches = useMemo(
    () => findRows(model, search).filter((row) => !marks || marks[row] !== HIDDEN),
    [model, search, marks],
  )

  const setZoom = useCallback((next: Zoom) => {
    const length = Math.min(1, Math.max(CLOSEST, next.to - next.from))
    const from = Math.min(1 - length, Math.max(0, next.from))
    setZoomRaw({ from, to: from + length })
  }, [])
  const setCut = useCallback((next: boolean) => {
    setCutRaw(next)
    setZoomRaw(WHOLE)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new search opens the way; folding it again must work
  useEffect(() => {
    if (search && matches[0] !== undefined) setCollapsed(revealing(model, collapsed, matches[0]))
  }, [search])

  return {
    model,
    scale,
    x0,
    x1,
    visible,
    collapsed,
    toggle: (row) => {
      const next = new Set(collapsed)
      if (!next.delete(row) && hasChildren(model, row)) next.add(row)
      setCollapsed(next)
    },
    collapseAll: () => setCollapsed(foldable(model)),
    expandAll: () => setCollapsed([]),
    reveal: (row) => {
      const next = revealing(model, collapsed, row)
      if (next !== collapsed) setCollapsed(next)
    },
    zoom,
    setZoom,
    cut,
    setCut,
    search,
    setSearch,
    matches,
    marks,
    scores,
  }
}

/** What "collapse all" folds: every step with others below it, except the root of the page's own trace. */
function foldable(model: TraceModel): number[] {
  const rows: number[] = []
  for (let row = 0; row < model.size; row += 1) {
    if (at(model.depth, row) > 0 && hasChildren(model, row)) rows.push(row)
  }
  return rows
}

function spansOf(model: TraceModel, scale: TimeScale): { x0: Float64Array; x1: Float64Array } {
  const x0 = new Float64Array(model.size)
  const x1 = new Float64Array(model.size)
  for (let row = 0; row < model.size; row += 1) {
    x0[row] = shareOf(scale, at(model.start, row))
    x1[row] = shareOf(scale, at(model.end, row))
  }
  return { x0, x1 }
}
