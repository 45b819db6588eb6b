import { describe, expect, it } from 'vitest'
import { binsOf } from './axis'

describe('bins', () => {
  it('of whole numbers are called by them', () => {
    const bins = binsOf({ low: 0.5, high: 5.5, bins: 5, isWhole: true })
    expect(bins.map((bin) => bin.label)).toEqual(['1', '2', '3', '4', '5'])
    expect(bins[0]).toMatchObject({ low: 0.5, high: 1.5, isLast: false })
  })

  it('end where the axis ends', () => {
    const bins = binsOf({ low: 0, high: 0.3, bins: 3, isWhole: false })
    expect(bins.at(-1)).toMatchObject({ high: 0.3, isLast: true })
    expect(bins[1]?.label).toBe('0.1 to 0.2')
  })
})
