import { lazy, Suspense } from 'react'
import type { DiffProps } from './Diff'
import classes from './EditorField.module.css'

const Diff = lazy(() => import('./Diff'))

/** Two texts against each other; the viewer is loaded when it is first shown. */
export function DiffView(props: DiffProps) {
  return (
    <Suspense fallback={<div className={classes.pending} style={{ minHeight: 120 }} />}>
      <Diff {...props} />
    </Suspense>
  )
}
