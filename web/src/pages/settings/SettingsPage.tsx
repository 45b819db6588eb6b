import type { ReactNode } from 'react'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import classes from './Settings.module.css'

interface SettingsPageProps {
  title: string
  note?: string
  lead?: string
  /** Buttons beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** A page of settings: its head stays, the rest scrolls. */
export function SettingsPage({ title, note, lead, actions, children }: SettingsPageProps) {
  useTitle(title)
  return (
    <div className={classes.root}>
      <PageHead title={title} note={note}>
        {actions}
      </PageHead>
      <div className={classes.body}>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
    </div>
  )
}
