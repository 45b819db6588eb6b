import { VisuallyHidden } from '@mantine/core'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { t } from '../i18n'
import type { Column } from './column'
import classes from './DataTable.module.css'

interface HeadCellProps<Row> {
  column: Column<Row>
  order?: string
  onOrder?: (order: string) => void
}

/** The head of a column; a click goes through the orders that the column knows. */
export function HeadCell<Row>({ column, order, onOrder }: HeadCellProps<Row>) {
  const { key, label, end, orders } = column
  const at = orders && order ? orders.indexOf(order) : -1
  const isAscending = at >= 0 && order?.endsWith('.asc')
  const Arrow = isAscending ? ArrowUp : ArrowDown
  return (
    <span
      role="columnheader"
      data-column={key}
      data-end={end || undefined}
      aria-sort={at < 0 ? undefined : isAscending ? 'ascending' : 'descending'}
      title={orders ? undefined : label}
    >
      {orders && onOrder ? (
        <button
          type="button"
          className={classes.sort}
          title={t.table.sortBy(label)}
          onClick={() => onOrder(orders[(at + 1) % orders.length] ?? '')}
        >
          {label}
          <Arrow size={11} aria-hidden className={classes.arrow} />
        </button>
      ) : column.isLabelHidden ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        label
      )}
    </span>
  )
}
