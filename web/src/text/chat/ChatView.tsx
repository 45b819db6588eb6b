import { Brain, Info, ScrollText, Sparkle, User, Wrench } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../i18n'
import { JsonTree } from '../json/JsonTree'
import { MediaView } from '../MediaView'
import { Prose } from '../Prose'
import classes from './ChatView.module.css'
import type { Block, ChatMessage } from './chat'
import { RestFields } from './RestFields'
import { ToolCard, ToolResult } from './ToolCard'

/** Longer conversations show their beginning and end; the middle comes on demand. */
const FIRST = 2
const LAST = 10
const STEP = 100

/** A conversation with a model, message by message. */
export default function ChatView({ messages }: { messages: ChatMessage[] }) {
  const [hidden, setHidden] = useState(() => Math.max(0, messages.length - FIRST - LAST - 3))
  const between = Math.min(hidden, messages.length)
  const before = between > 0 ? messages.slice(0, FIRST) : messages
  const after = between > 0 ? messages.slice(FIRST + between) : []
  return (
    <ol className={classes.root}>
      {before.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
        <Message key={index} message={message} />
      ))}
      {between > 0 && (
        <li className={classes.between}>
          <button type="button" onClick={() => setHidden(Math.max(0, hidden - STEP))}>
            {t.text.earlier(between)}
          </button>
        </li>
      )}
      {after.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
        <Message key={messages.length - after.length + index} message={message} />
      ))}
    </ol>
  )
}

const ICONS: Record<string, typeof User> = {
  system: ScrollText,
  developer: ScrollText,
  user: User,
  human: User,
  assistant: Sparkle,
  model: Sparkle,
  ai: Sparkle,
  tool: Wrench,
  function: Wrench,
}
/** One look for all names of the same role. */
const LOOKS: Record<string, string> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  model: 'assistant',
  ai: 'assistant',
  tool: 'tool',
  function: 'tool',
}

function Message({ message }: { message: ChatMessage }) {
  const role = message.role.toLowerCase()
  const Icon = ICONS[role] ?? Info
  const look = LOOKS[role] ?? 'other'
  return (
    <li className={classes.message} data-look={look}>
      <span className={classes.role}>
        <Icon size={13} aria-hidden />
        {t.text.roles[role] ?? message.role}
        {message.name && <span className={classes.name}>{message.name}</span>}
      </span>
      <div className={classes.blocks}>
        {message.blocks.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks of a message have no other identity
          <BlockView key={index} block={block} isTight={look === 'system'} />
        ))}
        {message.blocks.length === 0 && <span className={classes.empty}>{t.text.emptyMessage}</span>}
        {message.rest && <RestFields rest={message.rest} />}
      </div>
    </li>
  )
}

function BlockView({ block, isTight }: { block: Block; isTight: boolean }) {
  switch (block.kind) {
    case 'text':
      return <Prose text={block.text} label={t.text.messages} tight={isTight} />
    case 'thinking':
      return <Thinking text={block.text} />
    case 'call':
      return <ToolCard call={block} />
    case 'result':
      return <ToolResult result={block} isAlone />
    case 'media':
      return <MediaView media={block.media} />
    case 'data':
      return (
        <div>
          {block.label && <span className={classes.label}>{block.label}</span>}
          <JsonTree value={block.value} label={block.label || t.trace.json} bare />
        </div>
      )
  }
}

function Thinking({ text }: { text: string }) {
  const firstLine = text.trim().split('\n', 1)[0]?.slice(0, 160) ?? ''
  if (!text) {
    return (
      <span className={classes.kept}>
        <Brain size={13} aria-hidden />
        {t.text.thinking}: {t.text.thinkingKept}
      </span>
    )
  }
  return (
    <details className={classes.thinking}>
      <summary>
        <Brain size={13} aria-hidden />
        {t.text.thinking}
        <span className={classes.firstLine}>{firstLine}</span>
      </summary>
      <Prose text={text} label={t.text.thinking} />
    </details>
  )
}
