import { useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from 'react'
import { t } from '../i18n'
import { type Column, leastWidth, PHONE_WIDTH, tracksOf, visibleColumns } from './column'
import classes from './DataTable.module.css'
import { HeadCell } from './HeadCell'
import { Line } from './Line'
import type { Marks } from './useMarks'
import { useTableKeys } from './useTableKeys'
import { useWidth } from './useWidth'

const MARK_WIDTH = 14
const GAP = 14
const GUTTERS = 40

interface DataTableProps<Row> {
  /** What the list is, for screen readers. */
  label: string
  rows: Row[]
  total: number
  columns: readonly Column<Row>[]
  /** Keys of the columns that the reader has chosen. */
  chosen?: readonly string[]
  height: number
  idOf: (row: Row) => string
  /** What Enter does with the active row. */
  onOpen?: (row: Row) => void
  order?: string
  onOrder?: (order: string) => void
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
  marks?: Marks
  /** Ids of rows that have just arrived. */
  fresh?: ReadonlySet<string>
  isStale?: boolean
  /** How many new rows wait to be shown. */
  waiting?: { count: number; label: string; onShow: () => void }
  scroller?: RefObject<HTMLDivElement | null>
  /** Stands below the rows, such as what can be done with the marked ones. */
  children?: ReactNode
}

/** A virtual list in columns. More rows are asked for as the end comes near. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, chosen, height, idOf, onOpen, hasMore, isLoadingMore, onMore, marks, waiting } =
    props
  const own = useRef<HTMLDivElement>(null)
  const scroller = props.scroller ?? own
  const [sized, width] = useWidth()
  const ref = useMergedRef(scroller, sized)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => {
      const row = rows[index]
      return row ? idOf(row) : index
    },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height makes all measured ones wrong
  useEffect(() => virtual.measure(), [height])
  // biome-ignore lint/correctness/useExhaustiveDependencies: onMore is new on every render
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - 15) onMore()
  }, [hasMore, isLoadingMore, last, rows.length])

  const active = useTableKeys({ rows, idOf, marks, onOpen, onMove: (index) => virtual.scrollToIndex(index) })
  const shown = useMemo(() => visibleColumns(columns, chosen, width), [columns, chosen, width])
  const isPhone = width > 0 && width < PHONE_WIDTH
  const hasMarks = marks !== undefined && !isPhone
  const style = {
    '--tracks': `${hasMarks ? `${MARK_WIDTH}px ` : ''}${tracksOf(shown, isPhone)}`,
    minWidth: isPhone ? undefined : leastWidth(shown, GAP) + GUTTERS + (hasMarks ? MARK_WIDTH : 0),
  } as React.CSSProperties

  return (
    <div className={classes.frame} data-stale={props.isStale || undefined}>
      {waiting && waiting.count > 0 && (
        <button
          type="button"
          className={classes.pill}
          onClick={() => {
            scroller.current?.scrollTo({ top: 0 })
            waiting.onShow()
          }}
        >
          <ArrowUp size={13} aria-hidden /> {waiting.label}
        </button>
      )}
      <div ref={ref} className={classes.scroller}>
        <div role="table" aria-label={props.label} aria-rowcount={props.total + 1} style={style}>
          <div className={classes.head} role="row" data-phone={isPhone || undefined}>
            {hasMarks && (
              <span role="columnheader" aria-label={t.table.markAll}>
                <label className={classes.mark}>
                  <input
                    type="checkbox"
                    aria-label={t.table.markAll}
                    checked={rows.length > 0 && marks.ids.size >= rows.length}
                    onChange={() => marks.setAll(marks.ids.size >= rows.length ? [] : rows.map(idOf))}
                  />
                </label>
              </span>
            )}
            {shown.map((column) => (
              <HeadCell key={column.key} column={column} order={props.order} onOrder={props.onOrder} />
            ))}
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]
              if (!row) return null
              const id = idOf(row)
              return (
                <Line
                  key={id}
                  id={id}
                  row={row}
                  index={item.index}
                  columns={shown as Column<unknown>[]}
                  top={item.start}
                  height={height}
                  active={id === active}
                  marked={marks?.ids.has(id) ?? false}
                  fresh={props.fresh?.has(id) ?? false}
                  onMark={hasMarks ? marks.toggle : undefined}
                />
              )
            })}
          </div>
        </div>
      </div>
      {props.children}
    </div>
  )
}
