import { expect, it } from 'vitest'
import { merge } from './mergeItem'

const base = { input: '"a"', expectedOutput: '"b"', metadata: null }

it('leaves each what only one changed, and asks where both did', () => {
  const theirs = { input: '"their a"', expectedOutput: '"b"', metadata: '{"by": "them"}' }
  const yours = { input: '"my a"', expectedOutput: '"my b"' }
  const found = merge(base, theirs, yours, {})
  expect(found.map(({ field, who, side }) => [field, who, side])).toEqual([
    ['input', 'both', 'yours'],
    ['expectedOutput', 'yours', 'yours'],
    ['metadata', 'theirs', 'theirs'],
  ])
  expect(
    merge(base, theirs, yours, { input: 'theirs', expectedOutput: 'theirs' }).map((one) => one.side),
  ).toEqual(['theirs', 'yours', 'theirs'])
})

it('has nothing to ask where both typed the same', () => {
  const same = { ...base, input: '"new"' }
  expect(merge(base, same, { input: '"new"' }, {})).toEqual([
    { field: 'input', who: 'theirs', before: '"a"', after: '"new"', side: 'theirs' },
  ])
  expect(merge(base, base, {}, {})).toEqual([])
})
