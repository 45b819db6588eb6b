import { type InfiniteData, type QueryKey, useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ListPage, PageFetcher, TimedPage } from '../api/lists'
import { listOptions } from '../api/lists'
import { useLiveTraces } from '../api/live'
import { mergePages } from './mergePages'

const CHARTS_EVERY_MS = 5_000
const MARK_NEW_MS = 1_600

interface LiveListOptions<Row> {
  project: string
  /** Names the list, with everything that narrows and orders it. */
  queryKey: readonly unknown[]
  fetchPage: PageFetcher<Row>
  idOf: (row: Row) => string
  /** Whether the list follows what arrives: newest first, up to now. */
  isLive: boolean
  /** Whether the reader looks at the top, where new rows may appear by themselves. */
  atTop: () => boolean
  /** What else changes with the list, refreshed more rarely. */
  charts: readonly QueryKey[]
}

/**
 * A list, kept current. While `atTop()` new rows go on top by themselves; otherwise they are only counted, so that
 * nothing moves under the reader's eyes, until `showNew` is called.
 */
export function useLiveList<Row>(options: LiveListOptions<Row>) {
  const { project, queryKey, isLive } = options
  const latest = useRef(options)
  latest.current = options
  const queries = useQueryClient()
  const key = JSON.stringify(queryKey)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all that the list depends on
  const query = useInfiniteQuery(useMemo(() => listOptions(queryKey, options.fetchPage), [key]))
  const [waiting, setWaiting] = useState(0)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const chartsAt = useRef(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list has other new rows
  useEffect(() => setWaiting(0), [key])
  useEffect(() => {
    if (fresh.size === 0) return
    const timer = window.setTimeout(() => setFresh(new Set()), MARK_NEW_MS)
    return () => window.clearTimeout(timer)
  }, [fresh])

  const refresh = useCallback(
    async (add: boolean) => {
      const { queryKey: list, fetchPage, idOf } = latest.current
      if (!queries.getQueryData(list)) return
      const now = Date.now()
      const page: TimedPage<Row> = { ...((await fetchPage(new Date(now), undefined)) as ListPage<Row>), now }
      // More pages may have been loaded meanwhile, or another list chosen.
      const old = queries.getQueryData<InfiniteData<TimedPage<Row>>>(list)
      if (!old || JSON.stringify(latest.current.queryKey) !== JSON.stringify(list)) return
      const merge = mergePages(old, page, add, idOf)
      if (merge.hasGap && add) {
        await queries.resetQueries({ queryKey: list })
        setWaiting(0)
        return
      }
      queries.setQueryData(list, merge.data)
      setWaiting(add ? 0 : merge.unseen.length)
      if (add) setFresh(new Set(merge.unseen))
    },
    [queries],
  )

  useLiveTraces(
    project,
    () => {
      // A failed refresh is no loss: the next event, or the next visit, tries again.
      refresh(latest.current.atTop()).catch(() => undefined)
      if (Date.now() - chartsAt.current < CHARTS_EVERY_MS) return
      chartsAt.current = Date.now()
      for (const chart of latest.current.charts) void queries.invalidateQueries({ queryKey: chart })
    },
    isLive,
  )

  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return {
    query,
    rows,
    total: query.data?.pages[0]?.total ?? 0,
    unsorted: query.data?.pages[0]?.unsorted ?? 0,
    waiting,
    fresh,
    showNew: () => refresh(true),
  }
}
