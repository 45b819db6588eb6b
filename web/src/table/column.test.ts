import { describe, expect, it } from 'vitest'
import { type Column, leastWidth, tracksOf, visibleColumns } from './column'

const column = (key: string, more: Partial<Column<string>> = {}): Column<string> => ({
  key,
  label: key,
  width: 100,
  render: (row) => row,
  ...more,
})
const COLUMNS = [
  column('name', { fixed: true, grow: 2 }),
  column('time', { onPhone: true }),
  column('cost', { from: 900 }),
  column('tags', { optional: true }),
]
const keys = (chosen: string[] | undefined, width: number) =>
  visibleColumns(COLUMNS, chosen, width).map((one) => one.key)

describe('columns of a list', () => {
  it('are fewer in a narrower list', () => {
    expect(keys(undefined, 1200)).toEqual(['name', 'time', 'cost'])
    expect(keys(undefined, 800)).toEqual(['name', 'time'])
  })

  it('are those that the reader has chosen, whatever the width', () => {
    expect(keys(['tags', 'cost'], 800)).toEqual(['name', 'cost', 'tags'])
    expect(keys([], 1200)).toEqual(['name'])
  })

  it('are few and shrink on a phone', () => {
    expect(keys(['tags', 'cost'], 390)).toEqual(['name', 'time'])
    expect(tracksOf(COLUMNS.slice(0, 2), true)).toBe('minmax(0px, 2fr) 100px')
  })

  it('have least widths, below which the list scrolls', () => {
    expect(tracksOf(COLUMNS.slice(0, 2), false)).toBe('minmax(100px, 2fr) 100px')
    expect(leastWidth(COLUMNS.slice(0, 2), 10)).toBe(220)
  })
})
