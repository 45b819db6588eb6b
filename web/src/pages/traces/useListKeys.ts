import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { TraceRow } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { isTyping } from '../../shell/useShortcuts'

interface ListKeys {
  rows: TraceRow[]
  marked: ReadonlySet<string>
  onMark: (id: string) => void
  onMove: (index: number) => void
}

/**
 * Keys of the list: `j`/`k` move, Enter opens, `x` marks, `c` copies the marked ids. Gives the id of the active row,
 * which stays active while new ones arrive above it.
 */
export function useListKeys(options: ListKeys): string {
  const [active, setActive] = useState('')
  const navigate = useNavigate()
  const projectId = useProjectId()
  const latest = useRef({ ...options, active })
  latest.current = { ...options, active }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const { rows, marked, onMark, onMove, active: id } = latest.current
      const at = id ? rows.findIndex((one) => one.id === id) : -1
      const row = rows[at]
      if (event.key === 'j' || event.key === 'k') {
        const next = Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))
        setActive(rows[next]?.id ?? '')
        onMove(next)
      } else if (event.key === 'Enter' && row && event.target === document.body) {
        void navigate({
          to: '/project/$projectId/traces/$traceId',
          params: { projectId, traceId: row.id },
          search: {},
        })
      } else if (event.key === 'x' && row) {
        onMark(row.id)
      } else if (event.key === 'c' && marked.size > 0) {
        void navigator.clipboard.writeText([...marked].join('\n'))
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate, projectId])

  return active
}
