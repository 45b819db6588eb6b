import { useEffect, useRef } from 'react'
import { isTyping } from '../../shell/useShortcuts'

interface WorkKeys {
  complete: () => void
  skip: () => void
  previous: () => void
  next: () => void
  undo: () => void
}

/** Keys of the work mode: Ctrl/Cmd-Enter from anywhere, the letters and arrows unless a field or widget wants them. */
export function useWorkKeys(keys: WorkKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    // The panel keeps letters to itself, which it does not use; here they are meant, so they are taken before.
    let wentAt = Number.NEGATIVE_INFINITY
    const onLetter = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return
      if (event.key === 'g') wentAt = event.timeStamp
      // `g s` goes to the sessions and skips nothing.
      if (event.timeStamp - wentAt < 1000) return
      if (isInDialog() || isTyping(event.target)) return
      const deed = deedOf(event.key, event.target)
      if (!deed) return
      event.preventDefault()
      event.stopPropagation()
      latest.current[deed]()
    }
    const onKey = (event: KeyboardEvent) => {
      // What a field does by this key, or is asked in a dialog, comes first.
      if (event.defaultPrevented || isInDialog()) return
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault()
        latest.current.complete()
      } else if (event.key === 'Escape' && isTyping(event.target)) {
        // Out of the field, so that the letters mean something again.
        ;(event.target as HTMLElement).blur()
      }
    }
    window.addEventListener('keydown', onLetter, true)
    window.addEventListener('keydown', onKey)
    return () => {
      window.removeEventListener('keydown', onLetter, true)
      window.removeEventListener('keydown', onKey)
    }
  }, [])
}

const isInDialog = () => document.querySelector('[role="dialog"]') !== null

function deedOf(key: string, target: EventTarget | null): keyof WorkKeys | undefined {
  if (key === 's') return 'skip'
  if (key === 'u') return 'undo'
  if (key === 'k') return 'previous'
  if (key === 'j') return 'next'
  const usesArrows =
    target instanceof HTMLElement &&
    target.closest('[role="tablist"], [role="radiogroup"], [role="slider"], [role="menu"], pre, .cm-editor')
  if (usesArrows) return undefined
  if (key === 'ArrowLeft') return 'previous'
  if (key === 'ArrowRight') return 'next'
  return undefined
}
