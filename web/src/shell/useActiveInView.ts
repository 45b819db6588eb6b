import { useLocation } from '@tanstack/react-router'
import { type RefObject, useLayoutEffect, useRef } from 'react'

/** For a row of links that scrolls sideways on a phone: the link to the open page is always in sight. */
export function useActiveInView<T extends HTMLElement>(): RefObject<T | null> {
  const row = useRef<T>(null)
  const path = useLocation({ select: (location) => location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page makes another link the active one
  useLayoutEffect(() => {
    const link = row.current?.querySelector('.active')
    if (row.current && link instanceof HTMLElement)
      row.current.scrollLeft = link.offsetLeft - (row.current.clientWidth - link.offsetWidth) / 2
  }, [path])
  return row
}
