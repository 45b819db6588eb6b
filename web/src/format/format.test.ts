import { describe, expect, it } from 'vitest'
import { formatDuration } from './duration'
import { formatAgo } from './moment'
import { formatBytes, formatCompact, formatCost, formatShare } from './number'

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.84, '840 µs'],
    [3.14, '3.1 ms'],
    [320.4, '320 ms'],
    [999.6, '1.00 s'],
    [4210, '4.21 s'],
    [59_940, '59.9 s'],
    [59_970, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_599_700, '1 h 00 m'],
    [11_520_000, '3 h 12 m'],
    [187_200_000, '2 d 4 h'],
    [-500, '−500 ms'],
  ])('writes %s ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})

describe('formatCompact', () => {
  it.each([
    [999, '999'],
    [1000, '1k'],
    [1240, '1.2k'],
    [48_200, '48k'],
    [999_600, '1M'],
    [3_110_000, '3.11M'],
    [42_000_000, '42M'],
  ])('writes %s as %s', (value, text) => {
    expect(formatCompact(value)).toBe(text)
  })
})

describe('formatCost', () => {
  it.each([
    [null, '–'],
    [0, '$0'],
    [0.00000012, '<$0.000001'],
    [0.000031, '$0.000031'],
    [0.00031, '$0.0003'],
    [0.0521, '$0.052'],
    [12.3, '$12.30'],
    [4321.4, '$4,321'],
  ])('writes %s as %s', (usd, text) => {
    expect(formatCost(usd)).toBe(text)
  })
})

describe('formatShare and formatBytes', () => {
  it('rounds without hiding small parts', () => {
    expect(formatShare(1, 1000)).toBe('<1 %')
    expect(formatShare(0, 10)).toBe('0 %')
    expect(formatShare(2, 3)).toBe('67 %')
    expect(formatBytes(312)).toBe('312 B')
    expect(formatBytes(4300)).toBe('4.2 KB')
    expect(formatBytes(1024 * 1024)).toBe('1.0 MB')
  })
})

describe('formatAgo', () => {
  const now = new Date('2026-11-23T12:00:00Z')
  it.each([
    ['2026-11-23T11:59:58Z', 'now'],
    ['2026-11-23T11:59:18Z', '42 s ago'],
    ['2026-11-23T09:00:00Z', '3 h ago'],
    ['2026-11-21T11:00:00Z', '2 d ago'],
    ['2026-09-01T11:00:00Z', '1 Sept 2026'],
  ])('of %s is %s', (time, text) => {
    expect(formatAgo(new Date(time), now)).toBe(text)
  })
})
