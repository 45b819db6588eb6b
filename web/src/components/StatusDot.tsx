import { Tooltip } from '@mantine/core'
import { t } from '../i18n'
import classes from './StatusDot.module.css'

interface StatusDotProps {
  errors: number
  warnings?: number
  live?: boolean
}

/** How something went, in one dot; it pulses while data still arrives. */
export function StatusDot({ errors, warnings = 0, live = false }: StatusDotProps) {
  const tone = errors > 0 ? 'error' : warnings > 0 ? 'warn' : 'ok'
  const label = errors > 0 ? t.traces.hadErrors : warnings > 0 ? t.traces.hadWarnings : t.traces.wentWell
  const text = live ? `${label}. ${t.traces.isLive}` : label
  return (
    <Tooltip label={text}>
      <span
        className={classes.root}
        data-tone={tone}
        data-live={live || undefined}
        role="img"
        aria-label={text}
      />
    </Tooltip>
  )
}
