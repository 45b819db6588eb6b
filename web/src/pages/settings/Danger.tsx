import type { ReactNode } from 'react'
import { t } from '../../i18n'
import classes from './Settings.module.css'

/** What cannot be taken back, below everything else. */
export function Danger({ children }: { children: ReactNode }) {
  return (
    <section className={classes.danger}>
      <h2>{t.settings.danger}</h2>
      <div className={classes.dangers}>{children}</div>
    </section>
  )
}

/** One of them: what it does, and its button. */
export function DangerLine({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className={classes.dangerLine}>
      <div>
        <h3>{title}</h3>
        <p>{text}</p>
      </div>
      {children}
    </div>
  )
}
