import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useLiveTraces } from '../../api/live'
import { fetchTraces, type TraceFilter, type TraceOrder, tracesQuery } from '../../api/traces'
import { isOpen } from '../../time/range'
import { mergePages } from './mergePages'

const CHARTS_EVERY_MS = 5_000
const MARK_NEW_MS = 1_600

/**
 * The trace list, kept current. While `atTop()` new traces go on top by themselves; otherwise they are only counted, so
 * that nothing moves under the reader's eyes, until `showNew` is called.
 */
export function useTraceList(project: string, filter: TraceFilter, order: TraceOrder, atTop: () => boolean) {
  const queries = useQueryClient()
  const options = useMemo(() => tracesQuery(project, filter, order), [project, filter, order])
  const query = useInfiniteQuery(options)
  const [waiting, setWaiting] = useState(0)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const chartsAt = useRef(0)
  const isLive = isOpen(filter.range) && order === 'time.desc'

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other new traces
  useEffect(() => setWaiting(0), [options])
  useEffect(() => {
    if (fresh.size === 0) return
    const timer = window.setTimeout(() => setFresh(new Set()), MARK_NEW_MS)
    return () => window.clearTimeout(timer)
  }, [fresh])

  const refresh = useCallback(
    async (add: boolean) => {
      const old = queries.getQueryData(options.queryKey)
      if (!old) return
      const now = Date.now()
      const page = { ...(await fetchTraces(project, filter, order, new Date(now), undefined)), now }
      const merge = mergePages(old, page, add)
      if (merge.hasGap && add) {
        await queries.resetQueries({ queryKey: options.queryKey })
        setWaiting(0)
        return
      }
      queries.setQueryData(options.queryKey, merge.data)
      setWaiting(add ? 0 : merge.unseen.length)
      if (add) setFresh(new Set(merge.unseen))
    },
    [queries, options, project, filter, order],
  )

  useLiveTraces(
    project,
    () => {
      // A failed refresh is no loss: the next event, or the next visit, tries again.
      refresh(atTop()).catch(() => undefined)
      if (Date.now() - chartsAt.current < CHARTS_EVERY_MS) return
      chartsAt.current = Date.now()
      void queries.invalidateQueries({ queryKey: ['traces', project, 'histogram'] })
      void queries.invalidateQueries({ queryKey: ['traces', project, 'facets'] })
    },
    isLive,
  )

  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return {
    query,
    rows,
    total: query.data?.pages[0]?.total ?? 0,
    waiting,
    fresh,
    showNew: () => refresh(true),
  }
}
