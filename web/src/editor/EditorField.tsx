import { lazy, Suspense } from 'react'
import type { EditorProps } from './Editor'
import classes from './EditorField.module.css'

const Editor = lazy(() => import('./Editor'))

interface EditorFieldProps extends EditorProps {
  /** What is wrong with the text; shown below. */
  error?: string
  /** Said below the label. */
  description?: string
  /** Whether the label is only for screen readers. */
  isLabelHidden?: boolean
}

/** A field for long texts and code; its editor is loaded when it is first shown. */
export function EditorField({ error, description, isLabelHidden, ...editor }: EditorFieldProps) {
  return (
    <div className={classes.root} data-error={error ? true : undefined}>
      {!isLabelHidden && <span className={classes.label}>{editor.label}</span>}
      {description && <span className={classes.description}>{description}</span>}
      <Suspense fallback={<div className={classes.pending} style={{ minHeight: editor.minHeight ?? 120 }} />}>
        <Editor {...editor} />
      </Suspense>
      {error && (
        <span className={classes.error} role="alert">
          {error}
        </span>
      )}
    </div>
  )
}
