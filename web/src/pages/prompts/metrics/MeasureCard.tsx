import type { VersionMetrics } from '../../../api/promptManaging'
import { t } from '../../../i18n'
import classes from './MetricsPanel.module.css'

interface MeasureCardProps {
  title: string
  /** Newest first. */
  versions: readonly VersionMetrics[]
  selected: number
  measured: (version: VersionMetrics) => number | null
  format: (value: number) => string
  onSelect: (version: number) => void
}

/** More versions than these are not told apart in a small chart. */
const MOST = 24

/** One measure of each version as a bar, oldest on the left; a click shows the version. */
export function MeasureCard({ title, versions, selected, measured, format, onSelect }: MeasureCardProps) {
  const shown = versions.slice(0, MOST).reverse()
  const values = shown.map(measured)
  const most = Math.max(...values.map((value) => value ?? 0))
  const at = shown.findIndex((one) => one.version === selected)
  const current = at < 0 ? null : values[at]
  return (
    <section className={classes.card}>
      <header className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        <span className={classes.value}>
          {current !== null && current !== undefined && (
            <>
              <small>{t.prompts.shortVersion(selected)}</small>
              {format(current)}
            </>
          )}
        </span>
      </header>
      <div className={classes.bars} role="group" aria-label={title}>
        {shown.map((one, index) => {
          const value = values[index]
          const text = `${t.prompts.shortVersion(one.version)}: ${value === null || value === undefined ? t.common.unknown : format(value)}`
          return (
            <button
              key={one.version}
              type="button"
              className={classes.column}
              aria-pressed={one.version === selected}
              aria-label={text}
              title={text}
              data-empty={value === null || undefined}
              onClick={() => onSelect(one.version)}
            >
              <span style={{ height: most > 0 ? `${(100 * (value ?? 0)) / most}%` : 0 }} />
            </button>
          )
        })}
      </div>
      <div className={classes.axis} aria-hidden>
        {shown.map((one) => (
          <span key={one.version}>{one.version}</span>
        ))}
      </div>
    </section>
  )
}
