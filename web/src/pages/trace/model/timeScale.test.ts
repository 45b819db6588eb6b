import { describe, expect, it } from 'vitest'
import { skeletonOf } from './skeletonFixture'
import { buildTimeScale, shareOf, ticksOf, timeAt } from './timeScale'
import { buildTraceModel } from './traceModel'

const SECOND = 1_000_000
const HOUR = 3600 * SECOND

/** Two turns of one minute each, with a night between them. */
const model = buildTraceModel(
  skeletonOf([
    { id: 'session', start: 0, end: 8 * HOUR + 60 * SECOND },
    { id: 'turn 1', parent: 0, start: 0, end: 60 * SECOND },
    { id: 'call 1', parent: 1, start: 0, end: 60 * SECOND },
    { id: 'turn 2', parent: 0, start: 8 * HOUR, end: 8 * HOUR + 60 * SECOND },
    { id: 'call 2', parent: 3, start: 8 * HOUR, end: 8 * HOUR + 60 * SECOND },
  ]),
)

describe('the time scale', () => {
  it('cuts a long pause to a narrow break', () => {
    const scale = buildTimeScale(model, true)
    expect(scale.breaks).toHaveLength(1)
    expect(shareOf(scale, 60 * SECOND)).toBeCloseTo(0.48)
    expect(shareOf(scale, 8 * HOUR)).toBeCloseTo(0.52)
    expect(timeAt(scale, shareOf(scale, 30 * SECOND))).toBeCloseTo(30 * SECOND, -2)
  })

  it('is even when pauses are not cut', () => {
    const scale = buildTimeScale(model, false)
    expect(scale.breaks).toEqual([])
    expect(shareOf(scale, 4 * HOUR)).toBeCloseTo(0.499, 3)
  })

  it('has round ticks, none of them in a break', () => {
    const scale = buildTimeScale(model, true)
    const ticks = ticksOf(scale, 0, 1, 8)
    expect(ticks.length).toBeGreaterThan(3)
    expect(ticks.length).toBeLessThan(14)
    for (const tick of ticks) {
      expect(tick.elapsedUs % (5 * SECOND)).toBe(0)
      expect(tick.elapsedUs > 60 * SECOND && tick.elapsedUs < 8 * HOUR).toBe(false)
    }
  })

  it('keeps its labels apart where many pauses are cut', () => {
    const turns = Array.from({ length: 12 }, (_, turn) => ({
      id: `t${turn}`,
      start: turn * 600 * SECOND,
      end: turn * 600 * SECOND + 20 * SECOND,
    }))
    const scale = buildTimeScale(buildTraceModel(skeletonOf(turns)), true)
    expect(scale.breaks).toHaveLength(11)
    const shares = ticksOf(scale, 0, 1, 6).map((tick) => tick.share)
    expect(shares.length).toBeGreaterThan(2)
    for (let at = 1; at < shares.length; at += 1) {
      expect((shares[at] ?? 0) - (shares[at - 1] ?? 0)).toBeGreaterThan(0.1)
    }
  })

  it('survives a trace of one moment', () => {
    const scale = buildTimeScale(buildTraceModel(skeletonOf([{ id: 'x', start: 5, end: 5 }])), true)
    expect(shareOf(scale, 5)).toBe(0)
    expect(ticksOf(scale, 0, 1, 6).length).toBeLessThan(10)
  })
})
