import type { ReactNode } from 'react'
import classes from './DialogEnd.module.css'

interface DialogEndProps {
  /** Why it could not be done, or the words for it. */
  error?: Error | string | null | false
  /** The buttons: the way out first, what it is for last. */
  children: ReactNode
}

/** The end of a dialog: what went wrong, and its buttons. */
export function DialogEnd({ error, children }: DialogEndProps) {
  return (
    <>
      {error && (
        <p className={classes.problem} role="alert">
          {typeof error === 'string' ? error : error.message}
        </p>
      )}
      <div className={classes.buttons}>{children}</div>
    </>
  )
}
