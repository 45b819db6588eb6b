import type { ReactNode } from 'react'
import classes from './Section.module.css'

interface SectionProps {
  title: string
  lead?: string
  /** A button beside the title. */
  action?: ReactNode
  children: ReactNode
}

/** A part of a page of settings under a heading of its own. */
export function Section({ title, lead, action, children }: SectionProps) {
  return (
    <section className={classes.root}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {action}
      </div>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </section>
  )
}
