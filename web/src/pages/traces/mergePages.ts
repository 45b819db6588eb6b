import type { InfiniteData } from '@tanstack/react-query'
import type { TraceRow } from '../../api/types'

interface Page {
  items: TraceRow[]
  total: number
  nextCursor: string | null
}

export interface Merge<P extends Page> {
  data: InfiniteData<P>
  /** Ids of traces that the list did not have, newest first. */
  unseen: string[]
  /** Whether more arrived than the fresh page holds, so that the list would have a hole. */
  hasGap: boolean
}

/**
 * The loaded list with what a fresh first page knows better: known rows are replaced where they stand, and new ones go
 * on top when `add` is set. The first page grows; the cursors of the others stay valid.
 */
export function mergePages<P extends Page>(old: InfiniteData<P>, fresh: P, add: boolean): Merge<P> {
  const known = new Map(fresh.items.map((row) => [row.id, row]))
  const seen = new Set<string>()
  const pages = old.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => {
      seen.add(row.id)
      return known.get(row.id) ?? row
    }),
  }))
  const added = fresh.items.filter((row) => !seen.has(row.id))
  const hadRows = old.pages.some((page) => page.items.length > 0)
  const hasGap = hadRows && added.length === fresh.items.length && fresh.nextCursor !== null
  const first = pages[0]
  if (add && first) {
    first.items = [...added, ...first.items]
    first.total = fresh.total
  }
  return { data: { ...old, pages }, unseen: added.map((row) => row.id), hasGap }
}
