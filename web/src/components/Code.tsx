import type { ReactNode } from 'react'
import { t } from '../i18n'
import { Highlighted } from '../text/Highlighted'
import classes from './Code.module.css'
import { CopyButton } from './CopyButton'

interface CodeProps {
  text: string
  language?: string
  title?: ReactNode
  /** Wrap long lines instead of scrolling sideways. */
  wrap?: boolean
  copyLabel?: string
}

/** A block of code with a copy button; for short texts, see `TextBlock` for long ones. */
export function Code({ text, language = '', title, wrap = false, copyLabel = t.common.copy }: CodeProps) {
  return (
    <figure className={classes.root}>
      {title && <figcaption className={classes.title}>{title}</figcaption>}
      <span className={classes.copy}>
        <CopyButton value={text} label={copyLabel} />
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre className={classes.text} data-wrap={wrap || undefined} tabIndex={0}>
        <code>
          <Highlighted text={text} language={language} />
        </code>
      </pre>
    </figure>
  )
}
