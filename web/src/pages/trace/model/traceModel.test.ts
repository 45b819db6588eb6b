import { describe, expect, it } from 'vitest'
import { skeletonOf } from './skeletonFixture'
import { buildTraceModel, findRows, hasChildren, revealing, visibleRows } from './traceModel'

const tree = skeletonOf([
  { id: 'root', start: 0, end: null },
  { id: 'a', parent: 0, start: 1, end: 5, tokens: 10, cost: 0.5 },
  { id: 'b', parent: 0, start: 2, end: null },
  { id: 'a1', parent: 1, start: 3, end: 4, level: 'ERROR', tokens: 5 },
  { id: 'b1', parent: 2, start: 6, end: 9, tokens: 1, cost: 0.25 },
])
const ids = (rows: Iterable<number>) => [...rows].map((row) => tree.ids[row])

describe('the trace model', () => {
  const model = buildTraceModel(tree)

  it('shows steps depth first', () => {
    expect(ids(model.order)).toEqual(['root', 'a', 'a1', 'b', 'b1'])
    expect([...model.depth]).toEqual([0, 1, 1, 2, 2])
    expect(hasChildren(model, 1)).toBe(true)
    expect(hasChildren(model, 3)).toBe(false)
  })

  it('sums tokens, cost and errors upwards, and ends open steps with their last descendant', () => {
    expect(model.tokens[0]).toBe(16)
    expect(model.cost[0]).toBe(0.75)
    expect(model.cost[3]).toBeNaN()
    expect([...model.errors]).toEqual([1, 1, 0, 1, 0])
    expect(model.end[2]).toBe(9)
    expect(model.end[0]).toBe(9)
    expect([model.startUs, model.endUs]).toEqual([0, 9])
  })

  it('counts a failure once that a step and the one around it report', () => {
    const failed = buildTraceModel(
      skeletonOf([
        { id: 'root', start: 0 },
        { id: 'turn', parent: 0, start: 0, level: 'ERROR' },
        { id: 'request', parent: 1, start: 1, level: 'ERROR' },
        { id: 'tool', parent: 0, start: 2, level: 'ERROR' },
      ]),
    )
    expect(failed.errorRows).toEqual([2, 3])
    expect([...failed.errors]).toEqual([2, 1, 1, 1])
  })

  it('hides what is below collapsed steps, and opens the way to a step', () => {
    expect(ids(visibleRows(model, new Set([1])))).toEqual(['root', 'a', 'b', 'b1'])
    expect(ids(visibleRows(model, new Set([0])))).toEqual(['root'])
    expect(revealing(model, new Set([0, 1, 2]), 3)).toEqual(new Set([2]))
  })

  it('finds steps by text', () => {
    expect(ids(findRows(model, 'A'))).toEqual(['a', 'a1'])
    expect(findRows(model, '  ')).toEqual([])
  })

  it('loses no step when parents are wrong', () => {
    const broken = buildTraceModel(
      skeletonOf([
        { id: 'self', parent: 0, start: 0 },
        { id: 'x', parent: 2, start: 1 },
        { id: 'y', parent: 1, start: 2 },
        { id: 'far', parent: 99, start: 3 },
      ]),
    )
    expect([...broken.order].sort()).toEqual([0, 1, 2, 3])
  })

  it('takes 25,000 steps in its stride', () => {
    const steps = Array.from({ length: 25_000 }, (_, row) => ({
      id: String(row),
      parent: row === 0 ? -1 : row % 50 === 0 ? 0 : Math.floor((row - 1) / 3),
      start: row,
    }))
    const before = performance.now()
    const big = buildTraceModel(skeletonOf(steps))
    visibleRows(big, new Set([1, 50, 100]))
    expect(performance.now() - before).toBeLessThan(500)
    expect(new Set(big.order).size).toBe(25_000)
  })
})
