import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { formatAgo, formatExact } from '../format/moment'

let now = new Date()
const readers = new Set<() => void>()
let timer = 0

/** One clock for all relative times of the page. */
function subscribe(reader: () => void): () => void {
  readers.add(reader)
  if (readers.size === 1) {
    now = new Date()
    timer = window.setInterval(() => {
      now = new Date()
      for (const one of readers) one()
    }, 10_000)
  }
  return () => {
    readers.delete(reader)
    if (readers.size === 0) window.clearInterval(timer)
  }
}

/** How long ago something was, kept current, with the exact time on hover. */
export function RelativeTime({ time }: { time: string }) {
  const current = useSyncExternalStore(subscribe, () => now)
  const date = new Date(time)
  return (
    <Tooltip label={formatExact(date)}>
      <time dateTime={time}>{formatAgo(date, current > date ? current : date)}</time>
    </Tooltip>
  )
}
