import { describe, expect, it } from 'vitest'
import { hasWords } from './useFound'

describe('hasWords', () => {
  it('asks for every word, in any order and case', () => {
    expect(hasWords('Grace Hopper grace@example.com', 'hopper GRACE')).toBe(true)
    expect(hasWords('Grace Hopper grace@example.com', 'hopper ada')).toBe(false)
  })

  it('takes an empty query for everything, and signs as they are', () => {
    expect(hasWords('陳大文', ' ')).toBe(true)
    expect(hasWords('O.K.', '.')).toBe(true)
    expect(hasWords('OK', '.')).toBe(false)
  })
})
