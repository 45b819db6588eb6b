import { describe, expect, it } from 'vitest'
import { folderOf, leafOf, trailOf, within } from './folder'

describe('folders of prompts', () => {
  it('parts a name into folder and leaf', () => {
    expect([folderOf('a/b/c'), leafOf('a/b/c')]).toEqual(['a/b', 'c'])
    expect([folderOf('c'), leafOf('c')]).toEqual(['', 'c'])
  })

  it('leads from the top to a folder', () => {
    expect(trailOf('a/b')).toEqual([
      { name: 'a', path: 'a' },
      { name: 'b', path: 'a/b' },
    ])
    expect(trailOf('')).toEqual([])
  })

  it('takes off only the folder that is open', () => {
    expect(within('a/b/c', 'a')).toBe('b/c')
    expect(within('ab/c', 'a')).toBe('ab/c')
    expect(within('a/b', undefined)).toBe('a/b')
  })
})
