import { expect, it } from 'vitest'
import { condense } from './condense'
import { skeletonOf } from './skeletonFixture'
import { slowestRows, timeSpent } from './timeSpent'
import { buildTraceModel } from './traceModel'

const skeleton = skeletonOf([
  { id: 'turn', start: 0, end: 100, kind: 'turn' },
  { id: 'call', parent: 0, start: 0, end: 40, kind: 'model_call' },
  { id: 't1', parent: 0, start: 40, end: 60, kind: 'tool', name: 'Bash' },
  { id: 't2', parent: 0, start: 50, end: 70, kind: 'tool', name: 'Bash', level: 'WARNING' },
  { id: 'failed', parent: 0, start: 71, end: 72, kind: 'attempt', level: 'WARNING' },
  { id: 't3', parent: 0, start: 75, end: 80, kind: 'tool', name: 'spawn_agent' },
  { id: 'sub', parent: 5, start: 76, end: 80, kind: 'session' },
  { id: 'sub tool', parent: 6, start: 77, end: 79, kind: 'tool', name: 'Bash' },
])
skeleton.traceIds[6] = 'other'
skeleton.traceIds[7] = 'other'
const model = buildTraceModel(skeleton)

it('a turn in short groups calls of one tool and keeps problems and sub-agents', () => {
  expect(
    condense(model, 0).map(({ kind, name, rows, troubled }) => [kind, name, rows.length, troubled]),
  ).toEqual([
    ['tools', 'Bash', 2, 1],
    ['problem', 'failed', 1, 1],
    ['tools', 'spawn_agent', 1, 0],
    ['subagent', 'sub', 1, 0],
  ])
})

it('retries that alternate with their log count as one problem each', () => {
  const names = ['failed request', 'auth_recovery', 'failed request', 'auth_recovery']
  const retries = skeletonOf([
    { id: 'turn', start: 0, kind: 'turn' },
    ...names.map((name, index) => ({
      id: `p${index}`,
      parent: 0,
      start: index,
      kind: 'attempt',
      level: 'WARNING',
      name,
    })),
  ])
  expect(condense(buildTraceModel(retries), 0).map((part) => [part.name, part.rows.length])).toEqual([
    ['failed request', 2],
    ['auth_recovery', 2],
  ])
})

it('time is counted once where steps run side by side', () => {
  expect(timeSpent(model)).toEqual({ model: 40, tools: 35, other: 25, idle: 0, active: 100 })
})

it('the slowest steps come first', () => {
  expect(slowestRows(model, 3).map((row) => skeleton.ids[row])).toEqual(['call', 't1', 't2'])
})
