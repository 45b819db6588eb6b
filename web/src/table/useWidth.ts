import { type RefCallback, useCallback, useState } from 'react'

/** Width in pixels of the element that takes the ref: known before the first paint, then kept up to date. */
export function useWidth(): [RefCallback<HTMLElement>, number] {
  const [width, setWidth] = useState(0)
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const measure = () => setWidth(element.clientWidth)
    // The callback runs before the browser paints; an observer's first report comes after that.
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
