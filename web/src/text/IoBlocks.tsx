import { SegmentedControl, Tooltip } from '@mantine/core'
import { Download, Pilcrow } from 'lucide-react'
import { lazy, Suspense, useRef } from 'react'
import type { DataField } from '../comments/anchor'
import { FIELD_ATTRIBUTE } from '../comments/places'
import { CopyButton } from '../components/CopyButton'
import { formatBytes } from '../format/number'
import { t } from '../i18n'
import { showReordering } from './bidi'
import type { ToolDefinition } from './chat/chat'
import { readContent } from './chat/parts'
import { RestFields } from './chat/RestFields'
import { ToolList } from './chat/ToolList'
import { FieldTable } from './FieldTable'
import classes from './IoBlocks.module.css'
import { JsonTree } from './json/JsonTree'
import { LongText } from './LongText'
import { MediaView } from './MediaView'
import { Prose } from './Prose'
import { flatFields, type ReadText, readText } from './readText'
import { TEXT_VIEWS, type TextView, useTextView } from './textView'

const ChatView = lazy(() => import('./chat/ChatView'))

/** Longer exact texts go to the editor, which draws only what is in view. */
const EDITOR_CHARACTERS = 20_000

interface IoBlocksProps {
  /** What went in and came out, each with its name; null texts are left out. A `field` can be commented on. */
  texts: { label: string; text: string | null; field?: DataField }[]
  /** Tools that the sender reported apart from the texts. */
  tools?: ToolDefinition[]
  /** Names of the tools that were called. */
  calledNames?: string[]
  /** Off where other blocks on the page already have the switch. */
  hasBar?: boolean
}

/** Inputs and outputs: conversations, data or text, as people, as JSON or exactly as they were sent. */
export function IoBlocks({ texts, tools = [], calledNames = [], hasBar = true }: IoBlocksProps) {
  const { view, isMarkdown, setView, setMarkdown } = useTextView()
  const shown = texts.filter(
    (one): one is { label: string; text: string; field?: DataField } => one.text !== null && one.text !== '',
  )
  const read = useReadTexts(shown.map((one) => one.text))
  if (shown.length === 0) return null
  const offered = tools.length ? tools : read.flatMap((one) => (one.kind === 'chat' ? one.chat.tools : []))
  const calls = new Map<string, number>()
  for (const name of calledNames) calls.set(name, (calls.get(name) ?? 0) + 1)
  return (
    <div className={classes.root}>
      {hasBar && (
        <div className={classes.bar}>
          <SegmentedControl
            aria-label={t.text.view}
            value={view}
            onChange={(value) => setView(value as TextView)}
            data={TEXT_VIEWS.map((value) => ({ value, label: t.text.views[value] }))}
          />
          {view === 'formatted' && (
            <Tooltip label={t.text.markdownHelp} multiline w={220}>
              <button
                type="button"
                className={classes.toggle}
                aria-pressed={isMarkdown}
                onClick={() => setMarkdown(!isMarkdown)}
              >
                <Pilcrow size={13} aria-hidden />
                {t.text.markdown}
              </button>
            </Tooltip>
          )}
        </div>
      )}
      {view === 'formatted' && <ToolList tools={offered} calls={calls} />}
      {shown.map((one, index) => (
        <IoBlock
          key={one.label}
          label={one.label}
          text={one.text}
          field={one.field}
          read={read[index] as ReadText}
          view={view}
        />
      ))}
    </div>
  )
}

/** The texts read; each is read again only when it changes. */
function useReadTexts(texts: string[]): ReadText[] {
  const cache = useRef(new Map<string, ReadText>())
  const next = new Map(texts.map((text) => [text, cache.current.get(text) ?? readText(text)]))
  cache.current = next
  return texts.map((text) => next.get(text) as ReadText)
}

interface IoBlockProps {
  label: string
  text: string
  field: DataField | undefined
  read: ReadText
  view: TextView
}

function IoBlock({ label, text, field, read, view }: IoBlockProps) {
  return (
    <section className={classes.block} aria-label={label} {...{ [FIELD_ATTRIBUTE]: field }}>
      <header className={classes.head}>
        <h3>{label}</h3>
        <span className={classes.size}>{formatBytes(new Blob([text]).size)}</span>
        <CopyButton value={text} label={`${t.common.copy}: ${label}`} />
        {text.length > EDITOR_CHARACTERS && (
          <Tooltip label={t.text.download}>
            <button
              type="button"
              className={classes.download}
              aria-label={`${t.text.download}: ${label}`}
              onClick={() => save(text, `${label.toLowerCase()}.${read.kind === 'text' ? 'txt' : 'json'}`)}
            >
              <Download size={14} aria-hidden />
            </button>
          </Tooltip>
        )}
      </header>
      {view === 'raw' || (view === 'json' && read.kind === 'text') ? (
        <Raw text={text} label={label} />
      ) : view === 'json' && read.kind !== 'text' ? (
        <JsonTree value={read.value} label={label} />
      ) : (
        <Formatted read={read} label={label} />
      )}
    </section>
  )
}

function Formatted({ read, label }: { read: ReadText; label: string }) {
  if (read.kind === 'chat') {
    return (
      <Suspense fallback={<div className={classes.pending} />}>
        <ChatView messages={read.chat.messages} />
        {read.chat.rest && (
          <div className={classes.rest}>
            <RestFields rest={read.chat.rest} />
          </div>
        )}
      </Suspense>
    )
  }
  if (read.kind === 'json') {
    const fields = flatFields(read.value)
    return fields ? <FieldTable fields={fields} /> : <JsonTree value={read.value} label={label} />
  }
  return (
    <div className={classes.prose}>
      {readContent(read.text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
        <div key={index}>
          {block.kind === 'text' && <Prose text={block.text} label={label} />}
          {block.kind === 'media' && <MediaView media={block.media} />}
        </div>
      ))}
    </div>
  )
}

function Raw({ text, label }: { text: string; label: string }) {
  if (text.length <= EDITOR_CHARACTERS) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard
      <pre className={classes.raw} tabIndex={0}>
        {showReordering(text)}
      </pre>
    )
  }
  return <LongText text={text} label={label} />
}

/** Hands a text to the browser as a file. */
export function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
