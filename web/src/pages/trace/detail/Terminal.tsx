import { useMemo, useState } from 'react'
import { Badge } from '../../../components/Badge'
import { CopyButton } from '../../../components/CopyButton'
import { formatBytes } from '../../../format/number'
import { t } from '../../../i18n'
import { prettyJson } from '../../../text/json'
import { readToolOutput } from '../model/toolCall'
import classes from './Terminal.module.css'

const FOLDED_LINES = 40

interface TerminalProps {
  text: string
  /** The exit code as the server read it; the head of the output tells it too. */
  exitCode?: string
  isTruncated: boolean
}

/** What a tool gave back, as a terminal shows it. */
export function Terminal({ text, exitCode, isTruncated }: TerminalProps) {
  const [open, setOpen] = useState(false)
  const output = useMemo(() => readToolOutput(text), [text])
  const body = useMemo(() => prettyJson(output.body) ?? output.body, [output])
  const code = exitCode ? Number(exitCode) : output.exitCode
  const lines = body.replace(/\n+$/, '').split('\n')
  const isLong = lines.length > FOLDED_LINES
  const shown = open || !isLong ? lines : lines.slice(0, FOLDED_LINES)
  return (
    <section>
      <header className={classes.head}>
        <h3>{t.trace.output}</h3>
        {code !== null && <Badge tone={code === 0 ? 'ok' : 'error'}>{t.trace.exitCode(code)}</Badge>}
        <span className={classes.notes}>
          {output.notes.filter((note) => !note.startsWith('Chunk ID')).join(' · ')}
        </span>
        <CopyButton value={output.body} label={`${t.common.copy}: ${t.trace.output}`} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre className={classes.screen} tabIndex={0}>
        {body.trim() ? shown.join('\n') : <span className={classes.none}>{t.trace.noOutput}</span>}
      </pre>
      {isLong && (
        <button type="button" className={classes.more} onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? t.common.showLess : t.common.showAll(formatBytes(new Blob([body]).size))}
        </button>
      )}
      {(output.isTruncated || isTruncated) && <p className={classes.cut}>{t.trace.truncated}</p>}
    </section>
  )
}
