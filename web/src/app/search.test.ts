import { describe, expect, it } from 'vitest'
import { flag, list, parseSearch, stringifySearch, text } from './search'

describe('search parameters', () => {
  it('come back as they were written', () => {
    const address = stringifySearch({
      q: 'a b&c',
      model: ['m1', 'm2'],
      errors: true,
      empty: '',
      none: undefined,
    })
    expect(address).toBe('?q=a+b%26c&model=m1&model=m2&errors=1')
    expect(parseSearch(address)).toEqual({ q: 'a b&c', model: ['m1', 'm2'], errors: '1' })
  })

  it('are read leniently', () => {
    expect(list('one')).toEqual(['one'])
    expect(list('')).toBeUndefined()
    expect(flag('1')).toBe(true)
    expect(flag('no')).toBeUndefined()
    expect(text(['a', 'b'])).toBe('a')
  })
})
