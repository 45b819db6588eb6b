import { formatDuration } from '../../../format/duration'
import { formatShare } from '../../../format/number'
import { t } from '../../../i18n'
import type { TimeSpent } from '../model/timeSpent'
import table from './Table.module.css'
import classes from './TimeSpentBar.module.css'

/** Where the time of a trace went: model calls, tools, and the rest. */
export function TimeSpentBar({ spent }: { spent: TimeSpent }) {
  if (spent.active <= 0) return null
  const parts = [
    { label: t.trace.timeModel, value: spent.model, color: 'var(--k-model)' },
    { label: t.trace.timeTools, value: spent.tools, color: 'var(--k-tool)' },
    { label: t.trace.timeOther, value: spent.other, color: 'var(--line-strong)' },
  ]
  const sum = parts.reduce((all, part) => all + part.value, 0)
  return (
    <section>
      <h3 className={table.heading}>{t.trace.timeBy}</h3>
      <div className={table.bar} aria-hidden>
        {parts.map((part) => (
          <span
            key={part.label}
            style={{ width: `${(100 * part.value) / Math.max(1, sum)}%`, background: part.color }}
          />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map((part) => (
          <li key={part.label}>
            <span className={table.swatch} style={{ background: part.color }} aria-hidden />
            {part.label}
            <b>{formatDuration(part.value / 1000)}</b>
            <span className={classes.share}>{formatShare(part.value, spent.active)}</span>
          </li>
        ))}
        {spent.idle > 0 && (
          <li className={classes.share}>{t.trace.idleBeside(formatDuration(spent.idle / 1000))}</li>
        )}
      </ul>
    </section>
  )
}
