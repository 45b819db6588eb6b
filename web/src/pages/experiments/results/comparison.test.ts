import { describe, expect, it } from 'vitest'
import type { ComparedRun, Comparison } from '../../../api/experiments'
import { metricOf, rowsOf, scoresOf } from './comparison'
import { distributionOf } from './distribution'
import { gain, gainsOf, narrowed, sorted, tallyOf, verdictOf, yardstickOf } from './measures'
import { readBelow, validateResults } from './search'

const NONE = new Set<string>()

function run(values: (number | null)[], extra: Partial<ComparedRun> = {}): ComparedRun {
  const all = <T>(value: T) => values.map(() => value)
  return {
    experiment: {} as ComparedRun['experiment'],
    item: values.map((_, at) => at),
    itemId: values.map((_, at) => `i${at}`),
    traceId: all('t'),
    observationId: all('o'),
    latencyMs: all(100),
    costUsd: all(null),
    tokens: all(0),
    isError: all(false),
    hasArrived: all(true),
    repeats: all(1),
    scores: [{ name: 'accuracy', dataType: 'NUMERIC', values, categories: all(null) }],
    ...extra,
  }
}

const COMPARISON: Comparison = {
  rows: ['i0', 'i1', 'i2', 'i3'],
  missing: [],
  runs: [
    run([0.5, 0.5, 1, null]),
    run([0.75, 0.25, 1], { latencyMs: [50, 101, 900], isError: [false, false, true] }),
  ],
}
const ROWS = rowsOf(COMPARISON)
const ACCURACY = ['score:accuracy']
const BY = yardstickOf(ROWS, ACCURACY, NONE)
const NO_ROW = { key: '', cells: [] }
const keys = (rows: { key: string }[]) => rows.map(({ key }) => key)

describe('a comparison', () => {
  it('has a row an item and a cell an experiment', () => {
    expect(ROWS).toHaveLength(4)
    expect(ROWS[3]?.cells[1]).toBeUndefined()
    expect(ROWS[3]?.cells[0]?.scores.size).toBe(0)
    expect(metricOf(ROWS[0]?.cells[1], 'score:accuracy')).toBe(0.75)
    expect(metricOf(ROWS[0]?.cells[1], 'latency')).toBe(50)
    expect(scoresOf(COMPARISON)).toEqual({ numeric: ['accuracy'], others: [] })
  })

  it('knows which direction is better', () => {
    expect(gain(0.5, 0.75, 'score:accuracy', NONE)).toBe(0.25)
    expect(gain(0.5, 0.75, 'score:accuracy', new Set(['accuracy']))).toBe(-0.25)
    expect(gain(100, 50, 'latency', NONE)).toBe(50)
    expect(gain(100, 101, 'latency', NONE)).toBe(0)
    expect(gain(null, 1, 'cost', NONE)).toBeNull()
  })

  it('counts wins, losses and ties', () => {
    expect(tallyOf(ROWS, 1, 'score:accuracy', NONE)).toEqual({ wins: 1, losses: 1, ties: 1 })
    expect(tallyOf(ROWS, 1, 'latency', NONE)).toEqual({ wins: 1, losses: 1, ties: 1 })
    expect(tallyOf(ROWS, 0, 'score:accuracy', NONE)).toEqual({ wins: 0, losses: 0, ties: 3 })
    expect(gainsOf(ROWS[3] ?? NO_ROW, BY)).toBeNull()
  })

  it('is narrowed', () => {
    expect(keys(narrowed(ROWS, { by: BY, show: 'worse' }))).toEqual(['i1'])
    expect(keys(narrowed(ROWS, { by: BY, show: 'better' }))).toEqual(['i0'])
    expect(keys(narrowed(ROWS, { by: BY, show: 'errors' }))).toEqual(['i2'])
    expect(keys(narrowed(ROWS, { by: BY, show: 'missing' }))).toEqual(['i3'])
    expect(keys(narrowed(ROWS, { by: BY, below: 'accuracy:0.5' }))).toEqual(['i1'])
    expect(keys(narrowed(ROWS, { by: BY, found: new Set(['i3']) }))).toEqual(['i3'])
    const lower = yardstickOf(ROWS, ACCURACY, new Set(['accuracy']))
    expect(keys(narrowed(ROWS, { by: lower, show: 'worse' }))).toEqual(['i0'])
  })

  it('tells what became of an item', () => {
    const verdicts = (errors: boolean) =>
      ROWS.map((row) => verdictOf(row, 1, { ...BY, withFailures: errors }))
    expect(verdicts(false)).toEqual(['better', 'worse', null, null])
    // What failed is worse, whether or not it could be scored.
    expect(verdicts(true)).toEqual(['better', 'worse', 'worse', null])
    const by = yardstickOf(ROWS, [...ACCURACY, 'latency'], NONE)
    expect(verdictOf({ key: '', cells: [ROWS[0]?.cells[0], ROWS[2]?.cells[1]] }, 1, by)).toBe('mixed')
    expect(verdictOf(NO_ROW, 1, by)).toBeNull()
  })

  it('measures scores of different ranges alike', () => {
    const wide = { name: 'stars', dataType: 'NUMERIC' as const, categories: [null, null, null, null] }
    const rows = rowsOf({
      ...COMPARISON,
      runs: [
        run([1, 1, 0, 0], { scores: [...run([1, 1, 0, 0]).scores, { ...wide, values: [5, 1, 5, 5] }] }),
        run([0, 1, 0, 0], { scores: [...run([0, 1, 0, 0]).scores, { ...wide, values: [5, 1, 4, 5] }] }),
      ],
    })
    const by = yardstickOf(rows, [...ACCURACY, 'score:stars'], NONE)
    expect(gainsOf(rows[0] ?? NO_ROW, by)?.worst).toBe(-1)
    expect(gainsOf(rows[2] ?? NO_ROW, by)?.worst).toBe(-0.25)
    expect(keys(sorted(rows, 'worst', by)).slice(0, 2)).toEqual(['i0', 'i2'])
  })

  it('holds one experiment against the baseline, or any', () => {
    const rows = rowsOf({ ...COMPARISON, runs: [run([1, 1]), run([1, 0]), run([0, 1])] })
    const of = (against?: number) => yardstickOf(rows, ACCURACY, NONE, { against })
    expect(keys(narrowed(rows, { by: of(), show: 'worse' }))).toEqual(['i0', 'i1'])
    expect(keys(narrowed(rows, { by: of(1), show: 'worse' }))).toEqual(['i1'])
    expect(keys(narrowed(rows, { by: of(2), show: 'worse' }))).toEqual(['i0'])
  })

  it('is sorted, with what has no value at the end', () => {
    expect(keys(sorted(ROWS, 'worst', BY))).toEqual(['i1', 'i2', 'i0', 'i3'])
    expect(keys(sorted(ROWS, 'best', BY))).toEqual(['i0', 'i2', 'i1', 'i3'])
    expect(keys(sorted(ROWS, 'lowest', BY))).toEqual(['i1', 'i0', 'i2', 'i3'])
    expect(keys(sorted(ROWS, 'slowest', BY))[0]).toBe('i2')
    expect(keys(sorted(ROWS, 'order', BY))).toEqual(['i0', 'i1', 'i2', 'i3'])
  })
})

describe('the address of results', () => {
  it('takes lists with commas and repeated ones', () => {
    expect(validateResults({ baseline: 'a', runs: 'b,c,a' }).runs).toEqual(['b', 'c'])
    expect(validateResults({ baseline: 'a', runs: ['b', 'c'] }).runs).toEqual(['b', 'c'])
    expect(validateResults({ baseline: 'a' })).toMatchObject({ baseline: 'a', runs: undefined })
    expect(validateResults({ runs: 'b,c' })).toMatchObject({ baseline: 'b', runs: ['c'] })
    expect(validateResults({})).toMatchObject({ baseline: '' })
  })

  it('leaves out what it does not know', () => {
    const read = validateResults({ baseline: 'a', show: 'x', sort: 'y', by: 'z', below: 'q', view: 'v' })
    expect(Object.values(read).filter((value) => value !== undefined)).toEqual(['a'])
    expect(readBelow('a:b:0.5')).toEqual({ name: 'a:b', bound: 0.5 })
    expect(readBelow('a:')).toBeNull()
  })
})

describe('a distribution', () => {
  it('counts few values one by one and many in bins', () => {
    expect(distributionOf(ROWS, 2, 'accuracy')).toEqual({
      labels: ['0.25', '0.5', '0.75', '1'],
      counts: [
        [0, 2, 0, 1],
        [1, 0, 1, 1],
      ],
    })
    const many = rowsOf({
      ...COMPARISON,
      rows: Array.from({ length: 20 }, (_, n) => `i${n}`),
      runs: [run(Array.from({ length: 20 }, (_, n) => n))],
    })
    const found = distributionOf(many, 1, 'accuracy')
    expect(found.labels).toHaveLength(10)
    expect(found.counts[0]).toEqual(new Array(10).fill(2))
    expect(distributionOf(ROWS, 2, 'unknown')).toEqual({ labels: [], counts: [[], []] })
  })
})
