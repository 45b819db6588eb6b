import { expect, it } from 'vitest'
import { parsePatch } from '../trace/model/patch'
import { patchOf } from './changedFiles'

it('makes the patch of the files that a turn changed', () => {
  const changedFiles = [
    { path: 'src/app.py', change: 'updated', movedTo: 'src/main.py', patch: '@@\n-old\n+new' },
    { path: 'a b.md', change: 'added', patch: '+# Title' },
    { path: 'old.txt', change: 'deleted' },
  ]
  const files = parsePatch(patchOf(JSON.stringify({ answer: 'Done', changedFiles })) ?? '')
  expect(
    files?.map(({ path, change, movedTo, added, removed }) => [path, change, movedTo, added, removed]),
  ).toEqual([
    ['src/app.py', 'updated', 'src/main.py', 1, 1],
    ['a b.md', 'added', '', 1, 0],
    ['old.txt', 'deleted', '', 0, 0],
  ])
})

it('leaves other values alone', () => {
  for (const value of [
    { changedFiles: [] },
    { changedFiles: 'x' },
    { changedFiles: [{ path: 'a', change: 'painted' }] },
    { deeper: { changedFiles: [{ path: 'a', change: 'added' }] } },
    ['changedFiles'],
    '"changedFiles"',
  ])
    expect(patchOf(JSON.stringify(value))).toBeNull()
  expect(patchOf(null)).toBeNull()
})
