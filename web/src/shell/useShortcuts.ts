import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useProjectId } from '../app/useProjectId'
import { keyOf, PAGES } from './pages'
import { usePageKeys } from './usePageKeys'

interface Actions {
  palette: () => void
  help: () => void
}

/** Keys that work on every page: Ctrl/Cmd-K, `?`, and `g` followed by a letter for the pages. */
export function useShortcuts({ palette, help }: Actions): void {
  const navigate = useNavigate()
  const projectId = useProjectId()
  const waitingForG = useRef(Number.NEGATIVE_INFINITY)
  useHotkeys([['mod+K', () => !isInDialog(document.activeElement) && palette()]], [])
  usePageKeys([['shift+?', help]])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isElsewhere(event.target)) return
      if (event.key === 'g') {
        waitingForG.current = event.timeStamp
        return
      }
      if (event.timeStamp - waitingForG.current > 1000) return
      waitingForG.current = Number.NEGATIVE_INFINITY
      const page = PAGES.find((one) => keyOf(one) === event.key)
      if (page) void navigate({ to: page.to, params: { projectId }, search: {} })
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate, projectId])
}

/** Whether keys belong to a field that has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

const isInDialog = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="dialog"]') !== null

/** Whether keys belong to something above the page: a field, a dialog or a menu. */
export const isElsewhere = (target: EventTarget | null): boolean =>
  isTyping(target) || (target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null)
