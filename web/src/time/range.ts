/**
 * A time range as the URL holds it. Relative ranges stay relative (`24h` means the last 24 hours whenever the page is
 * opened); absolute ones are two ISO times joined by `~`; `all` has no bounds.
 */
export type RangeText = string

export interface Bounds {
  from: Date | null
  to: Date | null
}

export const PRESETS = ['15m', '1h', '6h', '24h', '3d', '7d', '30d', '90d', 'all'] as const
export const DEFAULT_RANGE: RangeText = '24h'

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }
const RELATIVE = /^([1-9]\d{0,4})([mhd])$/

/** Whether the text is a range; anything else in the URL falls back to the default. */
export function isRange(text: unknown): text is RangeText {
  return typeof text === 'string' && (text === 'all' || lengthMs(text) !== null || absolute(text) !== null)
}

/** Whether the range moves with the clock (so that live updates belong in it). */
export function isOpen(range: RangeText): boolean {
  return range === 'all' || lengthMs(range) !== null
}

/** The bounds that the range has at a moment. A relative range has no end: what arrives later belongs to it. */
export function resolve(range: RangeText, now: Date): Bounds {
  const length = lengthMs(range)
  if (length !== null) return { from: new Date(now.getTime() - length), to: null }
  return absolute(range) ?? { from: null, to: null }
}

/** The text of an absolute range. */
export function between(from: Date, to: Date): RangeText {
  const [first, last] = from <= to ? [from, to] : [to, from]
  return `${first.toISOString()}~${last.toISOString()}`
}

/** Length of a relative range in milliseconds; null for any other. */
export function lengthMs(range: RangeText): number | null {
  const match = RELATIVE.exec(range)
  if (!match) return null
  return Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0)
}

function absolute(range: RangeText): { from: Date; to: Date } | null {
  const parts = range.split('~')
  if (parts.length !== 2) return null
  const from = new Date(parts[0] ?? '')
  const to = new Date(parts[1] ?? '')
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || from > to) return null
  return { from, to }
}
