import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../i18n'
import classes from './Stat.module.css'

interface StatProps {
  label: string
  /** What the figure means, in words for people who do not live by statistics. */
  help: string
  /** null where it is undefined. */
  value: ReactNode
  isMain?: boolean
}

/** A figure with its name; the name explains it on hover and focus. */
export function Stat({ label, help, value, isMain = false }: StatProps) {
  return (
    <div className={classes.root} data-main={isMain || undefined}>
      <dt>
        <Tooltip label={help} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
          <button type="button" className={classes.label} aria-label={`${label}: ${help}`}>
            {label}
          </button>
        </Tooltip>
      </dt>
      <dd className={classes.value}>
        {value ?? <span className={classes.none}>{t.scoreAnalytics.undefined}</span>}
      </dd>
    </div>
  )
}
