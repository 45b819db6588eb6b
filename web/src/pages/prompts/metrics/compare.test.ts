import { describe, expect, it } from 'vitest'
import type { VersionMetrics, VersionScore } from '../../../api/promptManaging'
import { changeOf, drawnVersions, scoreColumnsOf, scoreOf } from './compare'

const score = (level: VersionScore['level'], name: string, average: number): VersionScore => ({
  level,
  name,
  average,
  dataType: 'NUMERIC',
  count: 1,
  categories: [],
})

const version = (number: number, part: Partial<VersionMetrics> = {}): VersionMetrics => ({
  version: number,
  labels: [],
  generationCount: 1,
  errorCount: 0,
  medianLatencyMs: null,
  medianInputTokens: null,
  medianOutputTokens: null,
  medianCostUsd: null,
  totalCostUsd: null,
  firstUsedAt: '2026-11-23T12:00:00Z',
  lastUsedAt: '2026-11-23T12:00:00Z',
  scores: [],
  ...part,
})

describe('metrics of versions', () => {
  it('compares a version with the one that was used before it', () => {
    const versions = [version(5, { medianLatencyMs: 900 }), version(3, { medianLatencyMs: 1000 }), version(1)]
    expect(changeOf(versions, 0, 'latency')).toBeCloseTo(-0.1)
    expect(changeOf(versions, 1, 'latency')).toBeNull()
    expect(changeOf(versions, 2, 'latency')).toBeNull()
    expect(changeOf(versions, 0, 'cost')).toBeNull()
  })

  it('gives every score a column, apart by what was scored', () => {
    const versions = [
      version(2, { scores: [score('trace', 'tone of voice', 1), score('generation', 'quality', 0.5)] }),
      version(1, { scores: [score('trace', 'quality', 0.25)] }),
    ]
    const columns = scoreColumnsOf(versions)
    expect(columns).toEqual([
      { level: 'generation', name: 'quality', isAmbiguous: true },
      { level: 'trace', name: 'quality', isAmbiguous: true },
      { level: 'trace', name: 'tone of voice', isAmbiguous: false },
    ])
    expect(columns.map((one) => scoreOf(versions[0] as VersionMetrics, one)?.average)).toEqual([
      0.5,
      undefined,
      1,
    ])
  })

  it('draws the most used versions, newest first', () => {
    const versions = [version(3, { generationCount: 2 }), version(2, { generationCount: 9 }), version(1)]
    expect(drawnVersions({ versions, sliceSeconds: 60, slices: [] }, 2)).toEqual([3, 2])
  })
})
