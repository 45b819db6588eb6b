/** One piece of what was said in a conversation with a model, whatever the provider calls it. */
export type Block =
  | { kind: 'text'; text: string }
  /** What the model thought; `''` when the provider keeps it to itself. */
  | { kind: 'thinking'; text: string }
  | ToolCallBlock
  | ToolResultBlock
  | { kind: 'media'; media: Media }
  /** A part that no rule knows, as it is. */
  | { kind: 'data'; label: string; value: unknown }

export interface ToolCallBlock {
  kind: 'call'
  id: string
  name: string
  /** Arguments: parsed where they were JSON text. */
  input: unknown
  /** What came back, when the conversation goes on far enough. */
  result?: ToolResultBlock
}

export interface ToolResultBlock {
  kind: 'result'
  id: string
  name: string
  blocks: Block[]
  isError: boolean
}

/** An image, a recording or a file: an address, the data itself as a data URI, or a reference to stored media. */
export interface Media {
  mime: string
  name: string
  source: string
}

export interface ChatMessage {
  /** As the sender wrote it: system, user, assistant, tool … */
  role: string
  name: string
  blocks: Block[]
  /** All other fields of the message; null when there are none. */
  rest: Record<string, unknown> | null
}

export interface ToolDefinition {
  name: string
  description: string
  /** JSON schema of the arguments; undefined when it was not given. */
  parameters: unknown
}

/** A conversation found in an input or output. */
export interface Chat {
  messages: ChatMessage[]
  tools: ToolDefinition[]
  /** What stands beside the messages, such as parameters; null when there is nothing. */
  rest: Record<string, unknown> | null
}

export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The first of the named fields that is a text, `''` when none is. */
export function textIn(fields: Fields, ...names: string[]): string {
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string' && value !== '') return value
  }
  return ''
}

/** The first of the named fields that is there at all. */
export function fieldIn(fields: Fields, ...names: string[]): unknown {
  for (const name of names) if (fields[name] !== undefined) return fields[name]
  return undefined
}

/** Fields that say something, without the named ones; null when nothing is left. */
export function restOf(fields: Fields, used: ReadonlySet<string>): Fields | null {
  const left = Object.entries(fields).filter(([name, value]) => !used.has(name) && !isBlank(value))
  return left.length ? Object.fromEntries(left) : null
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** The value in a JSON text of an object or list; the text itself when it is none. */
export function parsedIfJson(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const first = value.trimStart()[0]
  if (first !== '{' && first !== '[') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}
