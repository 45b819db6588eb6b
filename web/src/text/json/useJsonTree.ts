import { useCallback, useMemo, useState } from 'react'
import { CHILDREN_STEP, type JsonDocument, type JsonRow } from './jsonDocument'

const FIRST_LINES = 60
const MOST_LINES = 50_000

interface Fold {
  document: JsonDocument
  opened: ReadonlySet<string>
  limits: ReadonlyMap<string, number>
  long: ReadonlySet<string>
}

const begin = (document: JsonDocument): Fold => ({
  document,
  opened: document.openedAtFirst(FIRST_LINES),
  limits: new Map(),
  long: new Set(),
})

/** What of a document is open. */
export function useJsonTree(document: JsonDocument) {
  const [fold, setFold] = useState(() => begin(document))
  const [active, setActive] = useState('$')
  const current = fold.document === document ? fold : begin(document)
  if (current !== fold) setFold(current)
  const { opened, limits, long } = current
  const rows = useMemo(() => document.rows(opened, limits), [document, opened, limits])

  const toggle = useCallback((row: JsonRow) => {
    setFold((old) => {
      const opened = new Set(old.opened)
      if (!opened.delete(row.path)) opened.add(row.path)
      return { ...old, opened }
    })
    setActive(row.path)
  }, [])
  const more = useCallback((path: string) => {
    setFold((old) => {
      const limit = (old.limits.get(path) ?? CHILDREN_STEP) + CHILDREN_STEP
      return { ...old, limits: new Map(old.limits).set(path, limit) }
    })
  }, [])
  const lengthen = useCallback((path: string) => {
    setFold((old) => {
      const long = new Set(old.long)
      if (!long.delete(path)) long.add(path)
      return { ...old, long }
    })
  }, [])
  return {
    rows,
    active,
    setActive,
    toggle,
    more,
    lengthen,
    isLong: (path: string) => long.has(path),
    reveal: (paths: string[]) => {
      if (paths.every((path) => opened.has(path))) return
      setFold((old) => ({ ...old, opened: new Set([...old.opened, ...paths]) }))
    },
    collapseAll: () => setFold((old) => ({ ...old, opened: new Set(['$']) })),
    expandAll: () => setFold((old) => ({ ...old, opened: document.everything(MOST_LINES) })),
  }
}
