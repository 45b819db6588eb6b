import { describe, expect, it } from 'vitest'
import { skeletonOf } from './skeletonFixture'
import { applyFilter, type StepFilter } from './stepFilter'
import { buildTraceModel, visibleRows } from './traceModel'

const model = buildTraceModel(
  skeletonOf([
    { id: 'root', start: 0 },
    { id: 'agent', parent: 0, start: 1, type: 'AGENT' },
    { id: 'tool', parent: 1, start: 2, type: 'TOOL', level: 'ERROR' },
    { id: 'call', parent: 1, start: 3, type: 'GENERATION', level: 'DEBUG' },
    { id: 'other', parent: 0, start: 4, level: 'WARNING' },
  ]),
)

function shown(filter: StepFilter): string[] {
  const rows = visibleRows(model, new Set(), applyFilter(model, filter))
  return Array.from(rows, (row) => model.skeleton.ids[row] ?? '')
}

describe('the step filter', () => {
  it('shows everything without conditions', () => {
    expect(applyFilter(model, { kinds: [], level: 'DEBUG' })).toBeNull()
  })

  it('keeps the way to what matches', () => {
    expect(shown({ kinds: ['tool'], level: 'DEBUG' })).toEqual(['root', 'agent', 'tool'])
    expect(shown({ kinds: [], level: 'WARNING' })).toEqual(['root', 'agent', 'tool', 'other'])
    expect(shown({ kinds: ['model'], level: 'DEFAULT' })).toEqual([])
    expect([...(applyFilter(model, { kinds: ['tool'], level: 'DEBUG' }) ?? [])]).toEqual([1, 1, 2, 0, 0])
  })
})
