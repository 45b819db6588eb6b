import { useState } from 'react'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import classes from './FoldedText.module.css'

const MAX_CHARACTERS = 1_200

/** Text as it was typed, folded when it is long. */
export function FoldedText({ text }: { text: string }) {
  const [open, setOpen] = useState(false)
  const isLong = text.length > MAX_CHARACTERS
  return (
    <>
      <div className={classes.text}>{isLong && !open ? `${text.slice(0, MAX_CHARACTERS)} …` : text}</div>
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t.common.showLess : t.common.showAll(formatBytes(new Blob([text]).size))}
        </button>
      )}
    </>
  )
}
