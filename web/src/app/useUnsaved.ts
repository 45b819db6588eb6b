import { useBlocker } from '@tanstack/react-router'
import { useRef } from 'react'

/** Asks before a page with unsaved changes is left: within the app by what it returns, else by the browser. */
export function useUnsaved(isDirty: boolean) {
  const isFree = useRef(false)
  const blocker = useBlocker({
    shouldBlockFn: () => isDirty && !isFree.current,
    enableBeforeUnload: () => isDirty && !isFree.current,
    withResolver: true,
  })
  return {
    isAsking: blocker.status === 'blocked',
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
    /** Call it when the changes are saved, before the page is left. */
    release: () => {
      isFree.current = true
    },
  }
}
