import { ChevronRight } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { t } from '../i18n'
import classes from './PageHead.module.css'

interface PageHeadProps {
  /** Links to the pages above this one, from the top down. */
  trail?: readonly ReactElement[]
  title: ReactNode
  note?: ReactNode
  children?: ReactNode
}

/** Title of a page with the way to it, its figures and its controls on one line. */
export function PageHead({ trail, title, note, children }: PageHeadProps) {
  return (
    <header className={classes.root}>
      <div className={classes.where}>
        {trail && (
          <nav className={classes.trail} aria-label={t.common.trail}>
            {trail.map((link) => (
              <span key={link.key} className={classes.step}>
                {link}
                <ChevronRight size={13} aria-hidden />
              </span>
            ))}
          </nav>
        )}
        <h1 className={classes.title} title={trail && typeof title === 'string' ? title : undefined}>
          {title}
        </h1>
      </div>
      {note && <span className={classes.note}>{note}</span>}
      {children && <div className={classes.controls}>{children}</div>}
    </header>
  )
}
