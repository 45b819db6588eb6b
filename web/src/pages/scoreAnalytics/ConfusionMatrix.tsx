import { VisuallyHidden } from '@mantine/core'
import type { LabelAgreement } from '../../api/scoreAnalytics'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import type { OpenCell } from './Agreement'
import classes from './Matrix.module.css'
import { percent } from './percent'
import { shade } from './shade'

const says = t.scoreAnalytics

interface ConfusionMatrixProps {
  found: LabelAgreement
  names: { a: string; b: string }
  open: OpenCell | null
  onOpen: (cell: OpenCell) => void
}

/** What A says in rows against what B says in columns, with counts and shares of the row. */
export function ConfusionMatrix({ found, names, open, onOpen }: ConfusionMatrixProps) {
  const places = found.labels.map((label) => label || t.common.none)
  if (found.hasRest) places.push(says.rest)
  const counts = new Map(found.cells.map(({ a, b, count }) => [`${a} ${b}`, count]))
  const countOf = (a: number, b: number) => counts.get(`${a} ${b}`) ?? 0
  const totals = places.map((_, a) => places.reduce((sum, __, b) => sum + countOf(a, b), 0))
  const highest = Math.max(1, ...counts.values())
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.caption}>
        <b>{says.matrix}</b> {says.matrixHelp}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={says.matrix}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th className={classes.corner}>
                <span title={names.a}>A ↓</span> <span title={names.b}>B →</span>
              </th>
              {places.map((label) => (
                <th key={label} scope="col" title={label}>
                  {showReordering(label)}
                </th>
              ))}
              <th scope="col" className={classes.total}>
                {says.rowTotal}
              </th>
            </tr>
          </thead>
          <tbody>
            {places.map((label, a) => (
              <tr key={label}>
                <th scope="row" title={label}>
                  {showReordering(label)}
                </th>
                {places.map((other, b) => {
                  const count = countOf(a, b)
                  // What stands for several labels cannot be asked for.
                  const isKnown = a < found.labels.length && b < found.labels.length
                  const cell = { label: found.labels[a] ?? '', label2: found.labels[b] ?? '' }
                  const isOpen = open?.cell.label === cell.label && open?.cell.label2 === cell.label2
                  return (
                    <td key={other} data-same={a === b || undefined}>
                      {count > 0 && isKnown ? (
                        <button
                          type="button"
                          className={classes.cell}
                          style={{ background: shade(count, highest) }}
                          aria-pressed={isOpen}
                          title={says.cell(label, other, count)}
                          onClick={() => onOpen({ cell, a: label, b: other })}
                        >
                          <VisuallyHidden>{says.pair(label, other)} </VisuallyHidden>
                          <span>{formatCount(count)}</span> <small>{percent(count / (totals[a] || 1))}</small>
                        </button>
                      ) : (
                        <span className={classes.cell} style={{ background: shade(count, highest) }}>
                          {count > 0 ? formatCount(count) : <small>·</small>}
                        </span>
                      )}
                    </td>
                  )
                })}
                <td className={classes.total}>{formatCount(totals[a] ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}
