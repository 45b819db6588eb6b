import { lazy, Suspense, useMemo, useState } from 'react'
import { Code } from '../components/Code'
import { CopyButton } from '../components/CopyButton'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import { readMessages } from './chatMessages'
import { prettyJson } from './json'
import classes from './TextBlock.module.css'

const Markdown = lazy(() => import('./Markdown'))
const Messages = lazy(() => import('./Messages'))
const CodeEditor = lazy(() => import('./CodeEditor'))

const FOLDED_CHARACTERS = 4_000
const FOLDED_LINES = 60
/** Longer texts go to the editor, which draws only what is in view. */
const EDITOR_CHARACTERS = 30_000

interface TextBlockProps {
  label: string
  text: string
  /** `prose` is Markdown unless it is JSON; anything else names the language of code. */
  format: 'prose' | string
}

/** A text of unknown length with its name: formatted, folded when it is long, and to be copied. */
export function TextBlock({ label, text, format }: TextBlockProps) {
  const [open, setOpen] = useState(false)
  const messages = useMemo(() => (format === 'prose' ? readMessages(text) : null), [text, format])
  const json = useMemo(() => prettyJson(text), [text])
  const body = json ?? text
  const isLong = body.length > FOLDED_CHARACTERS || countLines(body) > FOLDED_LINES
  const shown = isLong && !open ? foldText(body) : body
  const language = json ? 'json' : format
  const isProse = language === 'prose'

  return (
    <section className={classes.root}>
      <header className={classes.head}>
        <h3>{label}</h3>
        <CopyButton value={text} label={`${t.common.copy}: ${label}`} />
      </header>
      <Suspense fallback={<pre className={classes.plain}>{shown}</pre>}>
        {messages && (open || !isLong) ? (
          <Messages messages={messages} />
        ) : isProse ? (
          <div className={classes.prose}>
            <Markdown text={shown} />
          </div>
        ) : open && body.length > EDITOR_CHARACTERS ? (
          <CodeEditor text={body} language={language} label={label} />
        ) : (
          <Code text={shown} language={language} wrap />
        )}
      </Suspense>
      {isLong && (
        <button type="button" className={classes.more} onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? t.common.showLess : t.common.showAll(formatBytes(new Blob([text]).size))}
        </button>
      )}
    </section>
  )
}

function foldText(text: string): string {
  return text.split('\n', FOLDED_LINES).join('\n').slice(0, FOLDED_CHARACTERS)
}

function countLines(text: string): number {
  let count = 1
  for (let at = text.indexOf('\n'); at >= 0 && count <= FOLDED_LINES; at = text.indexOf('\n', at + 1))
    count += 1
  return count
}
