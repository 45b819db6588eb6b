import type { InfiniteData } from '@tanstack/react-query'

interface Page<Row> {
  items: Row[]
  total: number
  nextCursor: string | null
}

export interface Merge<P> {
  data: InfiniteData<P>
  /** Ids of rows that the list did not have, newest first. */
  unseen: string[]
  /** Whether more arrived than the fresh page holds, so that the list would have a hole. */
  hasGap: boolean
}

/**
 * The loaded list with what a fresh first page knows better: known rows are replaced where they stand, and new ones go
 * on top when `add` is set. The first page grows; the cursors of the others stay valid.
 */
export function mergePages<Row, P extends Page<Row>>(
  old: InfiniteData<P>,
  fresh: P,
  add: boolean,
  idOf: (row: Row) => string,
): Merge<P> {
  const known = new Map(fresh.items.map((row) => [idOf(row), row]))
  const seen = new Set<string>()
  const pages = old.pages.map((page) => ({
    ...page,
    items: page.items.map((row) => {
      seen.add(idOf(row))
      return known.get(idOf(row)) ?? row
    }),
  }))
  const added = fresh.items.filter((row) => !seen.has(idOf(row)))
  const hadRows = old.pages.some((page) => page.items.length > 0)
  const hasGap = hadRows && added.length === fresh.items.length && fresh.nextCursor !== null
  const first = pages[0]
  if (add && first) {
    first.items = [...added, ...first.items]
    first.total = fresh.total
  }
  return { data: { ...old, pages }, unseen: added.map(idOf), hasGap }
}
