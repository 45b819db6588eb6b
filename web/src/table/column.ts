import type { ReactNode } from 'react'

/** A column of a list: what it shows of a row, and how much room it takes. */
export interface Column<Row> {
  key: string
  label: string
  render: (row: Row) => ReactNode
  /** The label is for screen readers alone. */
  isLabelHidden?: boolean
  /** Least width in pixels. */
  width: number
  /** Share of what room is left; 0 keeps the least width. */
  grow?: number
  /** Figures stand at the end of their cell. */
  end?: boolean
  /** Orders that a click on the head goes through. */
  orders?: readonly string[]
  /** Left out of narrower lists (in pixels), unless the reader has chosen the columns. */
  from?: number
  /** Shown only when the reader has chosen it. */
  optional?: boolean
  /** Cannot be left out; also what remains on a phone. */
  fixed?: boolean
  /** Remains on a phone beside the fixed ones. */
  onPhone?: boolean
}

export const PHONE_WIDTH = 640

/** The columns to show in a list of `width` pixels; `chosen` are the keys that the reader wants, undefined for ours. */
export function visibleColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
  width: number,
): Column<Row>[] {
  if (width > 0 && width < PHONE_WIDTH) return columns.filter((one) => one.fixed || one.onPhone)
  if (chosen) return columns.filter((one) => one.fixed || chosen.includes(one.key))
  return columns.filter((one) => one.fixed || (!one.optional && width >= (one.from ?? 0)))
}

/** The tracks of a CSS grid for these columns. On a phone the growing ones shrink as well, so that nothing is cut. */
export function tracksOf<Row>(columns: readonly Column<Row>[], isPhone: boolean): string {
  return columns
    .map(({ width, grow }) => (grow ? `minmax(${isPhone ? 0 : width}px, ${grow}fr)` : `${width}px`))
    .join(' ')
}

/** The width below which the list scrolls sideways, in pixels. */
export function leastWidth<Row>(columns: readonly Column<Row>[], gap: number): number {
  return columns.reduce((sum, one) => sum + one.width + gap, 0)
}
