import { type RefObject, useEffect, useRef } from 'react'
import type { Steps } from './useSteps'

/** Ctrl (or Cmd, or a pinch) with the wheel zooms around the pointer; Shift with the wheel moves along the time. */
export function useWheelZoom(element: RefObject<HTMLElement | null>, steps: Steps, enabled: boolean): void {
  const latest = useRef(steps)
  latest.current = steps
  useEffect(() => {
    const target = element.current
    if (!enabled || !target) return
    const onWheel = (event: WheelEvent) => {
      const { zoom, setZoom } = latest.current
      const length = zoom.to - zoom.from
      if (event.ctrlKey || event.metaKey) {
        const lane = target.querySelector('[data-lane]')?.getBoundingClientRect()
        if (!lane) return
        event.preventDefault()
        const share = Math.min(1, Math.max(0, (event.clientX - lane.left) / lane.width))
        const next = length * Math.exp(event.deltaY * 0.003)
        const middle = zoom.from + share * length
        setZoom({ from: middle - share * next, to: middle + (1 - share) * next })
      } else if (event.shiftKey && length < 1) {
        event.preventDefault()
        const by = ((event.deltaX || event.deltaY) / 800) * length
        setZoom({ from: zoom.from + by, to: zoom.to + by })
      }
    }
    // React listens passively, and a passive listener cannot keep the page from zooming.
    target.addEventListener('wheel', onWheel, { passive: false })
    return () => target.removeEventListener('wheel', onWheel)
  }, [element, enabled])
}
