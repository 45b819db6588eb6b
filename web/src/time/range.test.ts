import { describe, expect, it } from 'vitest'
import { between, isOpen, isRange, resolve } from './range'

const now = new Date('2026-11-23T12:00:00Z')

describe('a time range', () => {
  it('stays relative until it is resolved', () => {
    expect(resolve('6h', now)).toEqual({ from: new Date('2026-11-23T06:00:00Z'), to: null })
    expect(resolve('7d', now).from).toEqual(new Date('2026-11-16T12:00:00Z'))
    expect(isOpen('6h')).toBe(true)
  })

  it('is absolute when it names two times, in either order', () => {
    const range = between(new Date('2026-11-22T10:00:00Z'), new Date('2026-11-21T10:00:00Z'))
    expect(resolve(range, now)).toEqual({
      from: new Date('2026-11-21T10:00:00Z'),
      to: new Date('2026-11-22T10:00:00Z'),
    })
    expect(isOpen(range)).toBe(false)
  })

  it('has no bounds when it is all', () => {
    expect(resolve('all', now)).toEqual({ from: null, to: null })
  })

  it.each(['', '0h', '5', '5y', 'x~y', '2026-11-23T00:00:00Z', '2026-11-23~2026-11-22', 7, null])(
    'refuses %s',
    (text) => {
      expect(isRange(text)).toBe(false)
    },
  )
})
