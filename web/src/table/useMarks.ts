import { useCallback, useMemo, useRef, useState } from 'react'

/** Rows that the reader has marked, by id. */
export interface Marks {
  ids: ReadonlySet<string>
  /** Mark or unmark one; with `reach`, all rows between it and the one before. */
  toggle: (id: string, reach?: boolean) => void
  setAll: (ids: readonly string[]) => void
}

/** The marks of a list whose rows are `ids`, in their order. Marks of rows that have gone are not counted. */
export function useMarks(ids: readonly string[]): Marks {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const latest = useRef({ ids, before: '' })
  latest.current.ids = ids

  const toggle = useCallback((id: string, reach = false) => {
    const { ids: rows, before } = latest.current
    latest.current.before = id
    setMarked((old) => {
      const next = new Set(old)
      const from = reach ? rows.indexOf(before) : -1
      if (from < 0) {
        if (!next.delete(id)) next.add(id)
        return next
      }
      const to = rows.indexOf(id)
      for (const one of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
      return next
    })
  }, [])
  const setAll = useCallback((all: readonly string[]) => setMarked(new Set(all)), [])
  const present = useMemo(() => {
    if (marked.size === 0) return marked
    const known = new Set(ids)
    return new Set([...marked].filter((id) => known.has(id)))
  }, [marked, ids])
  return useMemo(() => ({ ids: present, toggle, setAll }), [present, toggle, setAll])
}
