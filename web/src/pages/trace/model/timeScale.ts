import { at, hasChildren, type TraceModel } from './traceModel'

/** A pause in which no step ran, drawn as a narrow break; `x0` and `x1` are shares of the whole width. */
export interface Break {
  startUs: number
  endUs: number
  x0: number
  x1: number
}

/** Maps time to shares of the width, from 0 to 1, piece by piece: long pauses are cut short. */
export interface TimeScale {
  times: Float64Array
  shares: Float64Array
  breaks: Break[]
}

const MIN_PAUSE_US = 30_000_000
/** Pauses shorter than this share of the active time stay as they are: they are part of the picture. */
const MIN_PAUSE_SHARE = 0.15
const BREAK_SHARE = 0.04
const MAX_BREAKS_SHARE = 0.3

/** The scale of a trace; with `cut` long idle pauses become narrow breaks. */
export function buildTimeScale(model: TraceModel, cut: boolean): TimeScale {
  const { startUs, endUs } = model
  const pauses = cut ? longPauses(model) : []
  const length = Math.max(1, endUs - startUs)
  const idle = pauses.reduce((sum, pause) => sum + pause.endUs - pause.startUs, 0)
  const active = Math.max(1, length - idle)
  const breakShare = Math.min(BREAK_SHARE, MAX_BREAKS_SHARE / Math.max(1, pauses.length))
  const perUs = (1 - breakShare * pauses.length) / active

  const times = [startUs]
  const shares = [0]
  const breaks: Break[] = []
  let share = 0
  let time = startUs
  for (const pause of pauses) {
    const x0 = share + (pause.startUs - time) * perUs
    share = x0 + breakShare
    time = pause.endUs
    times.push(pause.startUs, pause.endUs)
    shares.push(x0, share)
    breaks.push({ ...pause, x0, x1: share })
  }
  times.push(Math.max(endUs, startUs + 1))
  shares.push(1)
  return { times: Float64Array.from(times), shares: Float64Array.from(shares), breaks }
}

/** The share of the width at which a time lies. */
export function shareOf(scale: TimeScale, time: number): number {
  return interpolate(scale.times, scale.shares, time)
}

/** The time at a share of the width. */
export function timeAt(scale: TimeScale, share: number): number {
  return interpolate(scale.shares, scale.times, share)
}

function interpolate(from: Float64Array, to: Float64Array, value: number): number {
  let low = 0
  let high = from.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (at(from, middle) <= value) low = middle
    else high = middle
  }
  const length = at(from, high) - at(from, low)
  if (length <= 0) return at(to, low)
  const share = Math.min(1, Math.max(0, (value - at(from, low)) / length))
  return at(to, low) + share * (at(to, high) - at(to, low))
}

/** Pauses between leaf steps. Steps that hold others do not count: a turn spans the wait for its approval. */
export function longPauses(model: TraceModel): { startUs: number; endUs: number }[] {
  const leaves: number[] = []
  for (let row = 0; row < model.size; row += 1) if (!hasChildren(model, row)) leaves.push(row)
  leaves.sort((one, other) => at(model.start, one) - at(model.start, other))
  const pauses: { startUs: number; endUs: number }[] = []
  let busyUntil = model.startUs
  for (const row of leaves) {
    const start = at(model.start, row)
    if (start - busyUntil >= MIN_PAUSE_US) pauses.push({ startUs: busyUntil, endUs: start })
    busyUntil = Math.max(busyUntil, at(model.end, row))
  }
  if (model.endUs - busyUntil >= MIN_PAUSE_US) pauses.push({ startUs: busyUntil, endUs: model.endUs })
  const idle = pauses.reduce((sum, pause) => sum + pause.endUs - pause.startUs, 0)
  const active = model.endUs - model.startUs - idle
  return pauses.filter((pause) => pause.endUs - pause.startUs >= MIN_PAUSE_SHARE * active)
}

const STEPS_US = [1, 2, 5, 10, 20, 50, 100, 200, 500].flatMap((step) => [step, step * 1000])
const NICE_US = [
  ...STEPS_US.sort((one, other) => one - other),
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map(
    (s) => s * 1e6,
  ),
]

const LAST_TICK = 0.87
const MIN_TICK_GAP = 0.13

export interface Tick {
  share: number
  /** µs since the start of the trace. */
  elapsedUs: number
}

/** Round moments inside the window `[from, to]` (shares), at most about `wanted`, none of them inside a break. */
export function ticksOf(scale: TimeScale, from: number, to: number, wanted: number): Tick[] {
  const origin = at(scale.times, 0)
  const active = activeLength(scale, from, to)
  const step = NICE_US.find((one) => active / one <= wanted) ?? 86_400_000_000
  const first = Math.ceil((timeAt(scale, from) - origin) / step) * step
  // A label needs room to its right.
  const last = timeAt(scale, from + (to - from) * LAST_TICK) - origin
  const ticks: Tick[] = []
  let elapsedUs = first
  for (let tries = 0; elapsedUs <= last && tries < 200; tries += 1) {
    const inside = scale.breaks.find(
      (one) => elapsedUs + origin > one.startUs && elapsedUs + origin < one.endUs,
    )
    if (inside) {
      elapsedUs = Math.ceil((inside.endUs - origin) / step) * step
      continue
    }
    const share = shareOf(scale, elapsedUs + origin)
    // After a break the next round moment may be near: labels must not run into each other.
    const before = ticks.at(-1)
    if (!before || share - before.share >= MIN_TICK_GAP * (to - from)) ticks.push({ share, elapsedUs })
    elapsedUs += step
  }
  return ticks
}

function activeLength(scale: TimeScale, from: number, to: number): number {
  let length = timeAt(scale, to) - timeAt(scale, from)
  for (const one of scale.breaks) {
    const cut = Math.min(to, one.x1) - Math.max(from, one.x0)
    if (cut > 0) length -= (cut / (one.x1 - one.x0)) * (one.endUs - one.startUs)
  }
  return Math.max(1, length)
}
