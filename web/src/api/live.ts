import { useEffect, useRef } from 'react'

type Listener = (traceIds: string[]) => void

/** A batch of changes at most this often, so that a busy server does not make pages fetch all the time. */
const QUIET_MS = 1_000

/**
 * One connection to a project's live events, shared by all listeners of the page. It is closed while the page is
 * hidden, because browsers allow six connections a server over HTTP/1.1 and people keep many tabs; when the page is
 * shown again the listeners are told to look at everything anew (an empty list of ids).
 */
class LiveFeed {
  private readonly listeners = new Set<Listener>()
  private readonly pending = new Set<string>()
  private source: EventSource | null = null
  private timer = 0

  constructor(private readonly project: string) {}

  add(listener: Listener): void {
    this.listeners.add(listener)
    if (this.listeners.size > 1) return
    document.addEventListener('visibilitychange', this.onVisibility)
    if (!document.hidden) this.open()
  }

  remove(listener: Listener): void {
    this.listeners.delete(listener)
    if (this.listeners.size > 0) return
    document.removeEventListener('visibilitychange', this.onVisibility)
    this.close()
  }

  private open(): void {
    this.source = new EventSource(`/api/app/projects/${encodeURIComponent(this.project)}/live`)
    this.source.addEventListener('traces', (event) => {
      const { traceIds } = JSON.parse((event as MessageEvent<string>).data) as { traceIds: string[] }
      for (const id of traceIds) this.pending.add(id)
      this.timer ||= window.setTimeout(this.flush, QUIET_MS)
    })
  }

  private close(): void {
    this.source?.close()
    this.source = null
    window.clearTimeout(this.timer)
    this.timer = 0
    this.pending.clear()
  }

  private readonly flush = (): void => {
    this.timer = 0
    const ids = [...this.pending]
    this.pending.clear()
    for (const listener of this.listeners) listener(ids)
  }

  private readonly onVisibility = (): void => {
    if (document.hidden) {
      this.close()
    } else if (!this.source) {
      this.open()
      for (const listener of this.listeners) listener([])
    }
  }
}

const feeds = new Map<string, LiveFeed>()

/** Calls back with the ids of traces that changed, at most once a second; with none when anything may have changed. */
export function useLiveTraces(project: string, listener: Listener, enabled = true): void {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => {
    if (!enabled) return
    let feed = feeds.get(project)
    if (!feed) {
      feed = new LiveFeed(project)
      feeds.set(project, feed)
    }
    const call: Listener = (ids) => latest.current(ids)
    feed.add(call)
    return () => feed.remove(call)
  }, [project, enabled])
}
