import { useCallback, useEffect, useRef, useState } from 'react'
import { type CellTexts, readTexts, type TextPlace } from '../../../api/experiments'
import type { Cell } from './comparison'

const PAUSE_MS = 60
const MOST_AT_ONCE = 200

export const placeOf = (run: string, cell: Cell): TextPlace => ({
  run,
  item: cell.itemId,
  trace: cell.traceId,
  observation: cell.observationId,
})

const keyOf = (place: TextPlace) => JSON.stringify([place.run, place.item, place.trace, place.observation])

/** The beginnings of the texts of what is in view: read once each, many at a time, a moment after scrolling. */
export function useCellTexts(project: string, places: readonly TextPlace[]) {
  const known = useRef(new Map<string, CellTexts | null>())
  const [, redraw] = useState(0)
  const wanted = JSON.stringify(places.map(keyOf))

  // biome-ignore lint/correctness/useExhaustiveDependencies: the keys stand for the places
  useEffect(() => {
    const missing = places.filter((place) => !known.current.has(keyOf(place))).slice(0, MOST_AT_ONCE)
    if (missing.length === 0) return
    const asked = new AbortController()
    const timer = window.setTimeout(() => {
      readTexts(project, missing, false, asked.signal)
        .then((texts) => {
          missing.forEach((place, at) => {
            known.current.set(keyOf(place), texts[at] ?? null)
          })
          redraw((n) => n + 1)
        })
        // What failed is asked for again with the next look at it.
        .catch(() => undefined)
    }, PAUSE_MS)
    return () => {
      window.clearTimeout(timer)
      asked.abort()
    }
  }, [project, wanted])

  return useCallback((place: TextPlace) => known.current.get(keyOf(place)) ?? undefined, [])
}
