import { type RefObject, useEffect } from 'react'
import { isTyping } from '../shell/useShortcuts'

const VALUE_KEY = /^[0-9yn]$/i

/**
 * A value's key that is pressed elsewhere on the page, after a click into the text that is judged, means the score that
 * was last worked on, or the first.
 */
export function useStrayKeys(root: RefObject<HTMLElement | null>, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return
    let last: Element | null = null
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof Element && root.current?.contains(target) && target.closest('[data-row]')
      if (row) last = row
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return
      if (!VALUE_KEY.test(event.key) || isTyping(event.target)) return
      if (document.querySelector('[role="dialog"], [role="menu"]')) return
      if (root.current?.contains(event.target as Node)) return
      const row = last && root.current?.contains(last) ? last : root.current
      const control = row?.querySelector<HTMLElement>('[data-row-control]:not(:disabled)')
      if (!control) return
      event.preventDefault()
      control.focus()
      // A field takes the key as text, which only the browser can write: there the focus is all.
      if (!isTyping(control))
        control.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }))
    }
    document.addEventListener('focusin', onFocus)
    window.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('focusin', onFocus)
      window.removeEventListener('keydown', onKey)
    }
  }, [root, isOn])
}
