import { TextQuote, X } from 'lucide-react'
import type { CommentAnchor } from '../api/comments'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import classes from './Quote.module.css'

interface QuoteProps {
  anchor: CommentAnchor
  /** Whether the words are not where they were any more. */
  isChanged?: boolean
  onShow?: () => void
  onDrop?: () => void
}

/** The piece of a text that a comment is about; leads to it. */
export function Quote({ anchor, isChanged = false, onShow, onDrop }: QuoteProps) {
  const field = t.comments.quoteOf(t.comments.fields[anchor.dataField])
  const words = <span className={classes.words}>{showReordering(anchor.quote)}</span>
  return (
    <div className={classes.root}>
      <span className={classes.head}>
        <TextQuote size={12} aria-hidden />
        <span className={classes.field}>{field}</span>
        {onDrop && (
          <button
            type="button"
            className={classes.drop}
            onClick={onDrop}
            aria-label={t.comments.dropQuote}
            title={t.comments.dropQuote}
          >
            <X size={13} aria-hidden />
          </button>
        )}
      </span>
      {onShow ? (
        <button type="button" className={classes.show} onClick={onShow} title={t.comments.showQuote}>
          {words}
        </button>
      ) : (
        words
      )}
      {isChanged && <span className={classes.changed}>{t.comments.quoteChanged}</span>}
    </div>
  )
}
