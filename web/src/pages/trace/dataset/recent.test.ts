import { expect, it } from 'vitest'
import { recentFirst } from './recent'

it('puts what was used before first, under its name of now, and leaves out what is gone', () => {
  const datasets = [
    { id: 'a', name: 'A' },
    { id: 'b', name: 'B, renamed' },
    { id: 'c', name: 'C' },
  ]
  const recent = [
    { id: 'gone', name: 'Gone' },
    { id: 'b', name: 'B' },
  ]
  expect(recentFirst(datasets, recent)).toEqual([datasets[1], datasets[0], datasets[2]])
  expect(recentFirst(datasets, [])).toEqual(datasets)
})
