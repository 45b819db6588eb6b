import type { ReactNode } from 'react'
import classes from './PageHead.module.css'

interface PageHeadProps {
  title: ReactNode
  note?: ReactNode
  children?: ReactNode
}

/** Title of a page with its figures and controls on one line. */
export function PageHead({ title, note, children }: PageHeadProps) {
  return (
    <header className={classes.root}>
      <h1 className={classes.title}>{title}</h1>
      {note && <span className={classes.note}>{note}</span>}
      {children && <div className={classes.controls}>{children}</div>}
    </header>
  )
}
