import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './ListTable.module.css'

interface ListColumn {
  label: string
  /** What stands in the column, for who points at its head. */
  title?: string
  /** Numbers stand at the end of their column. */
  isNumber?: boolean
  /** What the buttons of the column do: said to who does not see them. */
  isHidden?: boolean
}

interface ListTableProps {
  label: string
  columns: readonly (string | ListColumn | false)[]
  /** Lower rows and narrower columns: for a table that is what its page shows. */
  isDense?: boolean
  className?: string
  /** Its rows; `data-end` puts a cell at the end, `data-clip` cuts a long text. */
  children: ReactNode
}

/** A short list as a table in a frame that scrolls sideways; long ones are a `DataTable`. */
export function ListTable({ label, columns, isDense, className, children }: ListTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.frame} tabIndex={0} role="region" aria-label={label}>
      <table
        className={className ? `${classes.table} ${className}` : classes.table}
        data-dense={isDense || undefined}
      >
        <thead>
          <tr>
            {columns.map((column) => {
              if (!column) return null
              const {
                label: name,
                title,
                isNumber,
                isHidden,
              }: ListColumn = typeof column === 'string' ? { label: column } : column
              return (
                <th key={name} data-end={isNumber || undefined} title={title}>
                  {isHidden ? <VisuallyHidden>{name}</VisuallyHidden> : name}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
