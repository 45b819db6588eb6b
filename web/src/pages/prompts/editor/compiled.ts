import { piecesOf } from '../markup'
import { readMessages } from '../messages'

/** A piece of a text in which variables were filled in. */
export type FilledPiece = { kind: 'text' | 'filled' | 'open'; text: string }

/** A message that a program would put in for a placeholder; `key` tells it from others while it is written. */
export interface SampleMessage {
  key: string
  role: string
  content: string
  /** What a program sends with it, such as calls of tools. */
  rest?: Record<string, unknown>
}

/** What programs would put in: texts by variable, messages by placeholder. */
export interface Samples {
  values: Readonly<Record<string, string>>
  messages: Readonly<Record<string, readonly SampleMessage[]>>
}

/** An entry of a chat as programs get it; `from` names the placeholder that a message was put in for. */
export type CompiledEntry =
  | { kind: 'placeholder'; name: string }
  | { kind: 'message'; role: string; pieces: FilledPiece[]; rest?: Record<string, unknown>; from?: string }

/** The text with variables replaced by sample values; those without one stay, marked as open. */
export function filled(text: string, values: Samples['values']): FilledPiece[] {
  return piecesOf(text).map((piece) => {
    if (piece.kind !== 'variable') return { kind: 'text', text: piece.text }
    const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined
    return value ? { kind: 'filled', text: value } : { kind: 'open', text: piece.text }
  })
}

/** The chat as SDKs compile it: placeholders with sample messages give way to them, and variables are filled in both. */
export function compiledChat(prompt: readonly Record<string, unknown>[], samples: Samples): CompiledEntry[] {
  return readMessages(prompt).flatMap((entry): CompiledEntry[] => {
    if (entry.kind === 'message')
      return [{ kind: 'message', role: entry.role, pieces: filled(entry.content, samples.values) }]
    const messages = Object.hasOwn(samples.messages, entry.name) ? (samples.messages[entry.name] ?? []) : []
    if (messages.length === 0) return [entry]
    return messages.map(({ role, content, rest }) => ({
      kind: 'message',
      role,
      pieces: filled(content, samples.values),
      rest,
      from: entry.name,
    }))
  })
}

export const textOf = (pieces: readonly FilledPiece[]): string => pieces.map((piece) => piece.text).join('')

/** What programs get, to copy: the text, or the messages as JSON. */
export function compiledText(prompt: string | readonly Record<string, unknown>[], samples: Samples): string {
  if (typeof prompt === 'string') return textOf(filled(prompt, samples.values))
  const messages = compiledChat(prompt, samples).map((entry) =>
    entry.kind === 'placeholder'
      ? { type: 'placeholder', name: entry.name }
      : { ...entry.rest, role: entry.role, content: textOf(entry.pieces) },
  )
  return JSON.stringify(messages, null, 2)
}

/** Messages of a pasted text, as traces and programs write them in JSON; undefined when it is anything else. */
export function pastedMessages(text: string): Omit<SampleMessage, 'key'>[] | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  const list = Array.isArray(given) ? given : [given]
  if (list.length === 0 || !list.every(isMessage)) return undefined
  return list.map(({ role, content, ...rest }) => ({
    role,
    content: typeof content === 'string' ? content : content === null ? '' : JSON.stringify(content),
    ...(Object.keys(rest).length ? { rest } : {}),
  }))
}

const isMessage = (one: unknown): one is Record<string, unknown> & { role: string } =>
  typeof one === 'object' && one !== null && 'role' in one && typeof one.role === 'string' && 'content' in one
