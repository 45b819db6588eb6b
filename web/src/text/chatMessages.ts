/** One message of a conversation with a model. */
export interface Message {
  role: string
  /** What was said; `''` when the message holds only other things. */
  text: string
  /** Everything else, such as tool calls, as JSON; `''` when there is nothing. */
  rest: string
}

/**
 * The messages in a JSON text, in the shapes that are common: a list of `{role, content}` (OpenAI, Anthropic), of
 * `{role, parts}` (OpenTelemetry GenAI, Gemini), or one such message. Null when it is anything else.
 */
export function readMessages(text: string): Message[] | null {
  const first = text.trimStart()[0]
  if (first !== '[' && first !== '{') return null
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  const list = Array.isArray(parsed) ? parsed : [parsed]
  if (list.length === 0 || !list.every(isMessage)) return null
  return list.map(readMessage)
}

function isMessage(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const message = value as Record<string, unknown>
  return typeof message.role === 'string' && ('content' in message || 'parts' in message)
}

function readMessage({ role, content, parts, ...rest }: Record<string, unknown>): Message {
  const texts: string[] = []
  const others: unknown[] = []
  const body = content ?? parts
  for (const part of Array.isArray(body) ? body : [body]) {
    const said = textOf(part)
    if (said !== null) texts.push(said)
    else if (part !== null && part !== undefined) others.push(part)
  }
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== ''))
  if (others.length) known.parts = others
  return {
    role: String(role),
    text: texts.join('\n\n'),
    rest: Object.keys(known).length ? JSON.stringify(known, null, 2) : '',
  }
}

/** The text of a part; null when it is none. */
function textOf(part: unknown): string | null {
  if (typeof part === 'string') return part
  if (typeof part !== 'object' || part === null) return null
  const { type, text, content } = part as Record<string, unknown>
  if (type !== undefined && type !== 'text' && type !== 'input_text' && type !== 'output_text') return null
  if (typeof text === 'string') return text
  return typeof content === 'string' ? content : null
}
