import { memo } from 'react'
import { t } from '../i18n'
import type { Column } from './column'
import classes from './DataTable.module.css'

interface LineProps {
  id: string
  row: unknown
  index: number
  columns: readonly Column<unknown>[]
  top: number
  height: number
  active: boolean
  marked: boolean
  fresh: boolean
  onMark?: (id: string, reach: boolean) => void
}

/** One row of a list; drawn again only when something about it changes. */
export const Line = memo(function Line(props: LineProps) {
  const { id, row, columns, top, height, active, marked, fresh, onMark } = props
  return (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      className={classes.line}
      style={{ top, height }}
      data-active={active || undefined}
      data-marked={marked || undefined}
      data-fresh={fresh || undefined}
    >
      {onMark && (
        <span role="cell">
          {/* Shift reaches from the row marked last, which a change event does not tell. */}
          <label className={classes.mark}>
            <input
              type="checkbox"
              aria-label={t.table.mark}
              checked={marked}
              onChange={(event) => onMark(id, (event.nativeEvent as MouseEvent).shiftKey)}
            />
          </label>
        </span>
      )}
      {columns.map((column) => (
        <div
          key={column.key}
          role="cell"
          className={classes.cell}
          data-column={column.key}
          data-end={column.end || undefined}
        >
          {column.render(row)}
        </div>
      ))}
    </div>
  )
})
