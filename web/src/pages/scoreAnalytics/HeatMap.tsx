import { VisuallyHidden } from '@mantine/core'
import type { NumberAgreement } from '../../api/scoreAnalytics'
import { formatCompact } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import type { OpenCell } from './Agreement'
import { binsOf } from './axis'
import classes from './Matrix.module.css'
import { shade } from './shade'

const says = t.scoreAnalytics

interface HeatMapProps {
  found: NumberAgreement
  names: { a: string; b: string }
  open: OpenCell | null
  onOpen: (cell: OpenCell) => void
}

/** The values of A to the right against those of B upwards, counted in bins. */
export function HeatMap({ found, names, open, onOpen }: HeatMapProps) {
  const columns = binsOf(found.axisA)
  const rows = binsOf(found.axisB)
  const counts = new Map(found.cells.map(({ a, b, count }) => [`${a} ${b}`, count]))
  const highest = Math.max(1, ...counts.values())
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <b>{says.heatMap}</b> {says.heatMapHelp} {found.isShared && says.sharedHelp}
      </figcaption>
      <div className={classes.heat}>
        <span className={classes.upwards} title={names.b}>
          B · {showReordering(names.b)}
        </span>
        <div
          className={classes.grid}
          style={{ gridTemplateColumns: `auto repeat(${columns.length}, minmax(0, 1fr))` }}
        >
          {rows.toReversed().map((row, index) => {
            const b = rows.length - 1 - index
            return [
              <span key={`label ${b}`} className={classes.tick}>
                {isLabelled(b, rows.length) && tick(row.label)}
              </span>,
              ...columns.map((column, a) => {
                const count = counts.get(`${a} ${b}`) ?? 0
                const key = `${a} ${b}`
                const isSame = found.isShared && a === b
                if (count === 0)
                  return <span key={key} className={classes.spot} data-same={isSame || undefined} />
                const label = says.cell(column.label, row.label, count)
                return (
                  <button
                    key={key}
                    type="button"
                    className={classes.spot}
                    style={{ background: shade(count, highest) }}
                    data-same={isSame || undefined}
                    aria-pressed={open?.a === column.label && open?.b === row.label}
                    title={label}
                    onClick={() =>
                      onOpen({
                        cell: {
                          low: column.low,
                          high: column.high,
                          closed: column.isLast,
                          low2: row.low,
                          high2: row.high,
                          closed2: row.isLast,
                        },
                        a: column.label,
                        b: row.label,
                      })
                    }
                  >
                    <VisuallyHidden>{says.pair(column.label, row.label)} </VisuallyHidden>
                    {columns.length <= 12 ? (
                      formatCompact(count)
                    ) : (
                      <VisuallyHidden>{formatCompact(count)}</VisuallyHidden>
                    )}
                  </button>
                )
              }),
            ]
          })}
          <span />
          {columns.map((column, a) => (
            <span key={column.low} className={classes.under}>
              {isLabelled(a, columns.length) && tick(column.label)}
            </span>
          ))}
        </div>
        <span className={classes.along} title={names.a}>
          A · {showReordering(names.a)}
        </span>
      </div>
    </figure>
  )
}

/** All bins are labelled where they are few, else every third and the last. */
const isLabelled = (at: number, of: number) => of <= 8 || at === of - 1 || at % 3 === 0

/** The lower end of `0.1 to 0.2`. */
const tick = (label: string) => label.split(' ')[0]
