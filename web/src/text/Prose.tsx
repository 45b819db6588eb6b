import { lazy, Suspense, useState } from 'react'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import { showReordering } from './bidi'
import { LongText } from './LongText'
import classes from './Prose.module.css'
import { useTextView } from './textView'

const Markdown = lazy(() => import('./Markdown'))

const FOLDED = { characters: 4_000, lines: 60 }
/** A system prompt is the same every time: a few lines are enough to know it again. */
const TIGHT = { characters: 480, lines: 6 }
/** Longer texts are not formatted but shown in the editor, which draws only what is in view. */
const EDITOR_CHARACTERS = 80_000

interface ProseProps {
  text: string
  label: string
  /** Fold after a few lines already. */
  tight?: boolean
}

/** Text for people: Markdown or as it is typed, folded when it is long, safe at any length. */
export function Prose({ text, label, tight = false }: ProseProps) {
  const { isMarkdown } = useTextView()
  const [open, setOpen] = useState(false)
  const limit = tight ? TIGHT : FOLDED
  const isLong = text.length > limit.characters || hasMoreLines(text, limit.lines)
  const shown = isLong && !open ? folded(text, limit) : text
  if (open && text.length > EDITOR_CHARACTERS) {
    return (
      <>
        <LongText text={text} label={label} />
        <More open text={text} onClick={() => setOpen(false)} />
      </>
    )
  }
  const plain = <div className={classes.plain}>{showReordering(shown)}</div>
  return (
    <>
      <div className={classes.root} data-folded={(isLong && !open) || undefined}>
        {isMarkdown ? (
          <Suspense fallback={plain}>
            <Markdown text={showReordering(shown)} />
          </Suspense>
        ) : (
          plain
        )}
      </div>
      {isLong && <More open={open} text={text} onClick={() => setOpen(!open)} />}
    </>
  )
}

function More({ open, text, onClick }: { open: boolean; text: string; onClick: () => void }) {
  return (
    <button type="button" className={classes.more} aria-expanded={open} onClick={onClick}>
      {open ? t.common.showLess : t.common.showAll(formatBytes(new Blob([text]).size))}
    </button>
  )
}

function folded(text: string, { characters, lines }: typeof FOLDED): string {
  return text.slice(0, characters).split('\n', lines).join('\n')
}

function hasMoreLines(text: string, lines: number): boolean {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count += 1
    if (count > lines) return true
  }
  return false
}
