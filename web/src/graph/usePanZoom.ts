import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { Size } from './layered'

interface View {
  x: number
  y: number
  scale: number
}

const SMALLEST = 0.08
const LARGEST = 3
const MARGIN = 8
/** The pointer must move this far, in px, before a press is a drag and no longer a click. */
const SLACK = 4

/**
 * Drag moves the picture, the wheel (on a page that scrolls, with Ctrl or ⌘) zooms it around the pointer. It is fitted
 * whenever its size changes.
 */
export function usePanZoom(frame: RefObject<HTMLDivElement | null>, size: Size, isOnPage: boolean) {
  const [view, setView] = useState<View>({ x: 0, y: 0, scale: 1 })
  const drag = useRef<{ x: number; y: number; isMoving: boolean } | null>(null)

  const fitAll = useCallback(() => {
    const box = frame.current?.getBoundingClientRect()
    if (!box?.width || !size.width) return
    const scale = Math.min(1, (box.width - 2 * MARGIN) / size.width, (box.height - 2 * MARGIN) / size.height)
    // A tall graph stays readable and begins at its top.
    const readable = Math.max(scale, Math.min(1, 0.55, (box.width - 2 * MARGIN) / size.width), SMALLEST)
    const height = size.height * readable
    setView({
      x: (box.width - size.width * readable) / 2,
      y: height > box.height ? MARGIN : (box.height - height) / 2,
      scale: readable,
    })
  }, [frame, size.width, size.height])

  useEffect(() => {
    const element = frame.current
    if (!element) return
    fitAll()
    const observer = new ResizeObserver(fitAll)
    observer.observe(element)
    return () => observer.disconnect()
  }, [frame, fitAll])

  const zoomAt = useCallback((factor: number, x: number, y: number) => {
    setView((old) => {
      const scale = Math.min(LARGEST, Math.max(SMALLEST, old.scale * factor))
      const by = scale / old.scale
      return { scale, x: x - (x - old.x) * by, y: y - (y - old.y) * by }
    })
  }, [])

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (isOnPage && !event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      const box = element.getBoundingClientRect()
      zoomAt(Math.exp(-event.deltaY * 0.0015), event.clientX - box.left, event.clientY - box.top)
    }
    // React listens passively, and a passive listener cannot keep the page from scrolling.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame, zoomAt, isOnPage])

  return {
    ...view,
    fitAll,
    zoomBy: (factor: number) => {
      const box = frame.current?.getBoundingClientRect()
      if (box) zoomAt(factor, box.width / 2, box.height / 2)
    },
    handlers: {
      onPointerDown: (event: React.PointerEvent) => {
        drag.current = { x: event.clientX, y: event.clientY, isMoving: false }
      },
      onPointerMove: (event: React.PointerEvent<HTMLDivElement>) => {
        const from = drag.current
        if (!from) return
        const dx = event.clientX - from.x
        const dy = event.clientY - from.y
        if (!from.isMoving) {
          if (Math.hypot(dx, dy) < SLACK) return
          event.currentTarget.setPointerCapture(event.pointerId)
        }
        drag.current = { x: event.clientX, y: event.clientY, isMoving: true }
        setView((old) => ({ ...old, x: old.x + dx, y: old.y + dy }))
      },
      onPointerUp: () => {
        drag.current = null
      },
      onPointerCancel: () => {
        drag.current = null
      },
    },
  }
}
