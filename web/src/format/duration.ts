const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A duration in milliseconds as people say it: `840 µs`, `320 ms`, `4.21 s`, `2 m 05 s`, `3 h 12 m`, `2 d 4 h`. */
export function formatDuration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return '–'
  if (ms < 0) return `−${formatDuration(-ms)}`
  if (ms === 0) return '0 ms'
  if (ms < 1) return `${Math.round(ms * 1000)} µs`
  if (ms < 999.5) return `${ms < 10 ? trim(ms.toFixed(1)) : Math.round(ms)} ms`
  if (ms < 9995) return `${(ms / SECOND).toFixed(2)} s`
  if (ms < MINUTE - 50) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < HOUR - 500) {
    const seconds = Math.round(ms / SECOND)
    return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`
  }
  if (ms < DAY - MINUTE / 2) {
    const minutes = Math.round(ms / MINUTE)
    return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`
  }
  const hours = Math.round(ms / HOUR)
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

function trim(text: string): string {
  return text.replace(/\.0$/, '')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
