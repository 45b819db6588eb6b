import { useEffect, useRef, useState } from 'react'
import { isElsewhere } from '../shell/useShortcuts'
import type { Marks } from './useMarks'

interface TableKeys<Row> {
  rows: readonly Row[]
  idOf: (row: Row) => string
  marks?: Marks
  onOpen?: (row: Row) => void
  onMove: (index: number) => void
}

/**
 * Keys of a list: `j`/`k` move, Enter opens, `x` marks, `c` copies the marked ids. Gives the id of the active row,
 * which stays active while new ones arrive above it.
 */
export function useTableKeys<Row>(options: TableKeys<Row>): string {
  const [active, setActive] = useState('')
  const latest = useRef({ ...options, active })
  latest.current = { ...options, active }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        event.defaultPrevented ||
        isElsewhere(event.target)
      )
        return
      const { rows, idOf, marks, onOpen, onMove, active: id } = latest.current
      const at = id ? rows.findIndex((one) => idOf(one) === id) : -1
      const row = rows[at]
      if (event.key === 'j' || event.key === 'k') {
        const next = Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))
        const target = rows[next]
        setActive(target === undefined ? '' : idOf(target))
        onMove(next)
      } else if (event.key === 'Enter' && row && isResting(event.target)) {
        onOpen?.(row)
      } else if (event.key === 'x' && row) {
        marks?.toggle(idOf(row))
      } else if (event.key === 'c' && marks && marks.ids.size > 0) {
        void navigator.clipboard.writeText([...marks.ids].join('\n'))
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  return active
}

/** Whether nothing that takes keys itself has the focus: a click on the page gives it to the page's content. */
function isResting(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.tagName === 'MAIN')
}
