const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const CLOCK_MS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const CLOCK_SHORT = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const DAY_CLOCK = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const EXACT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
})

/** How long ago, in few characters: `now`, `42 s`, `5 m`, `3 h`, `2 d`; a date after 30 days. */
export function formatAgo(time: Date, now: Date): string {
  const ms = now.getTime() - time.getTime()
  if (ms < 5 * SECOND) return ms < -MINUTE ? formatDay(time) : 'now'
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m ago`
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`
  if (ms < 30 * DAY) return `${Math.floor(ms / DAY)} d ago`
  return formatDay(time)
}

/** `14:03:22` in the reader's time zone. */
export function formatClock(time: Date): string {
  return CLOCK.format(time)
}

/** `14:03:22.512` in the reader's time zone. */
export function formatClockMs(time: Date): string {
  return CLOCK_MS.format(time)
}

/** `14:03` in the reader's time zone. */
export function formatClockShort(time: Date): string {
  return CLOCK_SHORT.format(time)
}

/** `23 Nov, 14:03` in the reader's time zone. */
export function formatDayClock(time: Date): string {
  return DAY_CLOCK.format(time)
}

/** The whole truth: week day, date, time to the millisecond and zone. */
export function formatExact(time: Date): string {
  return EXACT.format(time)
}

/** `2 Jan 2026` in the reader's time zone. */
export function formatDay(time: Date): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(time)
}
