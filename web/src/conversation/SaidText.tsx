import { lazy, Suspense, useMemo } from 'react'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import type { Chat, ChatMessage } from '../text/chat/chat'
import { readContent } from '../text/chat/parts'
import { FieldTable } from '../text/FieldTable'
import { JsonTree } from '../text/json/JsonTree'
import { MediaView } from '../text/MediaView'
import { flatFields, readText } from '../text/readText'
import { FoldedText } from './FoldedText'

const Markdown = lazy(() => import('../text/Markdown'))
const ChatView = lazy(() => import('../text/chat/ChatView'))

interface SaidTextProps {
  text: string
  side: 'prompt' | 'answer'
}

/**
 * One side of an exchange. Applications hand on whole conversations as JSON; of those only what is new is shown: the
 * last thing that the user said, and the last answer.
 */
export function SaidText({ text, side }: SaidTextProps) {
  const read = useMemo(() => readText(text), [text])
  if (read.kind === 'chat') {
    const last = lastOf(read.chat, side)
    const plain = plainText(last)
    return plain === null ? (
      <Suspense fallback={null}>
        <ChatView messages={[last]} />
      </Suspense>
    ) : (
      <Plain text={plain} side={side} />
    )
  }
  if (read.kind === 'json') {
    const fields = flatFields(read.value)
    const label = side === 'prompt' ? t.trace.prompt : t.trace.answer
    return fields ? <FieldTable fields={fields} /> : <JsonTree value={read.value} label={label} bare />
  }
  return <Plain text={read.text} side={side} />
}

function Plain({ text, side }: SaidTextProps) {
  return readContent(text).map((block, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
    if (block.kind === 'media') return <MediaView key={index} media={block.media} />
    const said = block.kind === 'text' ? showReordering(block.text) : ''
    if (side === 'prompt') return <FoldedText key={index} text={said} />
    return (
      <Suspense key={index} fallback={said}>
        <Markdown text={said} />
      </Suspense>
    )
    // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
  })
}

const SPEAKERS = {
  prompt: new Set(['user', 'human']),
  answer: new Set(['assistant', 'model', 'ai']),
}

function lastOf({ messages }: Chat, side: 'prompt' | 'answer'): ChatMessage {
  const wanted = SPEAKERS[side]
  return (
    messages.findLast((message) => wanted.has(message.role.toLowerCase())) ?? (messages.at(-1) as ChatMessage)
  )
}

/** What a message says when it says nothing else; null when it also calls tools or shows pictures. */
function plainText(message: ChatMessage): string | null {
  const said = message.blocks.filter((block) => block.kind !== 'thinking')
  if (said.length === 0 || said.some((block) => block.kind !== 'text')) return null
  return said.map((block) => (block.kind === 'text' ? block.text : '')).join('\n\n')
}
