import type { Chat } from './chat/chat'
import { readChat } from './chat/readChat'
import { ExactNumber, parseExactly } from './exactNumbers'

/** Longer texts are not parsed: it would block the page for too long. */
const MAX_CHARACTERS = 25_000_000

/** What an input or output is. `value` is the parsed JSON of `json` and `chat`. */
export type ReadText =
  | { kind: 'text'; text: string }
  | { kind: 'json'; value: object }
  | { kind: 'chat'; value: object; chat: Chat }

/** Tells conversation, JSON data and text apart; a text in JSON quotes is the text. */
export function readText(text: string): ReadText {
  const first = text.trimStart()[0]
  if ((first !== '{' && first !== '[' && first !== '"') || text.length > MAX_CHARACTERS)
    return { kind: 'text', text }
  let value: unknown
  try {
    value = parseExactly(text)
  } catch {
    return { kind: 'text', text }
  }
  if (typeof value === 'string') return readText(value)
  if (typeof value !== 'object' || value === null) return { kind: 'text', text }
  const chat = readChat(value)
  return chat ? { kind: 'chat', value, chat } : { kind: 'json', value }
}

const MAX_FIELDS = 40

/** The fields of a flat object: scalars and short lists of them; null when it is better shown as a tree. */
export function flatFields(value: object): [string, string][] | null {
  if (Array.isArray(value)) return null
  const entries = Object.entries(value)
  if (entries.length === 0 || entries.length > MAX_FIELDS) return null
  const fields: [string, string][] = []
  for (const [key, field] of entries) {
    const text = fieldText(field)
    if (text === null) return null
    fields.push([key, text])
  }
  return fields
}

function fieldText(field: unknown): string | null {
  if (typeof field === 'string') return field
  if (isScalar(field)) return String(field)
  if (!Array.isArray(field) || field.length > 20) return null
  return field.every(isScalar) ? field.map(String).join(', ') : null
}

const isScalar = (value: unknown): boolean =>
  value === null || typeof value !== 'object' || value instanceof ExactNumber
