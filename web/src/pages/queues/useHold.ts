import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/client'
import { type ItemLock, releaseLock, renewLock } from '../../api/queues'

const RENEW_EVERY_MS = 60_000
const LOOK_EVERY_MS = 5_000
const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const

interface HoldOptions {
  project: string
  queue: string
  /** The item that the user holds; undefined when there is none. */
  item: string | undefined
  lock: ItemLock | null
  /** Somebody else has it now, or has completed it. */
  onLost: (error: ApiError) => void
}

/**
 * Keeps the user's hold on an item while they work on it: renewed each minute in which something was done, let go when
 * the item or the page is left. Gives when it ended, if it did.
 */
export function useHold({ project, queue, item, lock, onLost }: HoldOptions): Date | undefined {
  const [expired, setExpired] = useState<Date>()
  const until = useRef(0)
  const lost = useRef(onLost)
  lost.current = onLost
  const isMine = lock?.isMine ?? false
  const held = isMine ? item : undefined
  const untilTime = isMine ? lock?.until : undefined

  useEffect(() => {
    until.current = untilTime ? new Date(untilTime).getTime() : 0
    setExpired(undefined)
  }, [untilTime])

  const renew = useCallback(
    async (id: string) => {
      try {
        const renewed = await renewLock(project, queue, id)
        until.current = new Date(renewed.until).getTime()
      } catch (error) {
        if (error instanceof ApiError && (error.status === 409 || error.status === 404)) lost.current(error)
        // Any other failure is tried again; the hold lasts longer than that.
      }
    },
    [project, queue],
  )

  useEffect(() => {
    if (!held) return
    let active = Date.now()
    let renewed = active
    const onActivity = () => {
      active = Date.now()
    }
    for (const kind of ACTIVITY) window.addEventListener(kind, onActivity, { passive: true, capture: true })
    const timer = window.setInterval(() => {
      const now = Date.now()
      if (until.current && now > until.current) {
        setExpired((old) => old ?? new Date(until.current))
        return
      }
      if (active > renewed && now - renewed >= RENEW_EVERY_MS) {
        renewed = now
        void renew(held)
      }
    }, LOOK_EVERY_MS)
    const letGo = () => void releaseLock(project, queue, held).catch(() => undefined)
    window.addEventListener('pagehide', letGo)
    return () => {
      for (const kind of ACTIVITY) window.removeEventListener(kind, onActivity, { capture: true })
      window.clearInterval(timer)
      window.removeEventListener('pagehide', letGo)
      letGo()
    }
  }, [project, queue, held, renew])

  return expired
}
