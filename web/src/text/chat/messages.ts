import {
  type Block,
  type ChatMessage,
  type Fields,
  fieldIn,
  isFields,
  parsedIfJson,
  restOf,
  textIn,
} from './chat'
import { callOf, readContent, resultBlocks, resultOf, textBlocks, typeOf } from './parts'

/** LangChain's names of message classes and types, as roles. */
const LANGCHAIN_ROLES: Record<string, string> = {
  human: 'user',
  ai: 'assistant',
  system: 'system',
  tool: 'tool',
  function: 'tool',
  chat: 'user',
  remove: 'system',
}
/** Items of OpenAI's Responses API that are no messages of their own, by who speaks. */
const ITEM_ROLES: Record<string, string> = {
  function_call: 'assistant',
  custom_tool_call: 'assistant',
  mcp_call: 'assistant',
  reasoning: 'assistant',
  computer_call: 'assistant',
  web_search_call: 'assistant',
  file_search_call: 'assistant',
  code_interpreter_call: 'assistant',
  image_generation_call: 'assistant',
  local_shell_call: 'assistant',
  function_call_output: 'tool',
  custom_tool_call_output: 'tool',
  computer_call_output: 'tool',
  local_shell_call_output: 'tool',
}
const PYDANTIC_ROLES: Record<string, string> = {
  'system-prompt': 'system',
  'user-prompt': 'user',
  'tool-return': 'tool',
  'builtin-tool-return': 'tool',
  'retry-prompt': 'tool',
}
const CONTENT_FIELDS = ['content', 'parts', 'contents', 'blocks', 'text'] as const
const THINKING_FIELDS = ['reasoning_content', 'reasoning', 'thinking'] as const
const CALL_FIELDS = ['tool_calls', 'toolCalls', 'function_call', 'tool_call'] as const
const USED = new Set<string>([
  'role',
  'name',
  ...CONTENT_FIELDS,
  ...THINKING_FIELDS,
  ...CALL_FIELDS,
  'tool_call_id',
  'toolCallId',
  'refusal',
])
/** Fields that only repeat, or number, what is shown. */
const NOISE = new Set(['id', 'index', 'object', 'annotations', 'example', 'logprobs', 'timestamp'])

/** The messages of a list; null when anything in it is no message. */
export function readMessages(list: unknown[]): ChatMessage[] | null {
  const messages: ChatMessage[] = []
  for (const item of list) {
    const read = readMessage(item)
    if (!read) return null
    messages.push(...read)
  }
  return messages.length ? messages : null
}

/** One message (several where a provider puts more speakers into one); null when the value is none. */
export function readMessage(value: unknown): ChatMessage[] | null {
  if (Array.isArray(value)) return readPair(value)
  if (!isFields(value)) return null
  if (isFields(value.message) && typeof value.message !== 'string') return readWrapped(value)
  if (value.lc === 1 && Array.isArray(value.id) && isFields(value.kwargs))
    return readSerialised(value.id, value.kwargs)
  const type = typeOf(value)
  if ((value.kind === 'request' || value.kind === 'response') && Array.isArray(value.parts)) {
    return readPydantic(value, value.parts)
  }
  if (typeof value.role === 'string') return hasContent(value) ? [readRole(value.role, value)] : null
  const langchain = LANGCHAIN_ROLES[langchainType(type)]
  if (langchain && isFields(value.data) && 'content' in value.data)
    return [readRole(langchain, value.data, type)]
  if (langchain && 'content' in value) return [readRole(langchain, withoutType(value), type)]
  if (ITEM_ROLES[type]) return [readItem(ITEM_ROLES[type], type, value)]
  // Gemini leaves the role out where only the model can speak.
  if (Array.isArray(value.parts) && value.parts.every(isFields)) return [readRole('model', value)]
  return null
}

/** `["human", "Hi"]`, as LangChain takes it. */
function readPair(pair: unknown[]): ChatMessage[] | null {
  const [role, content] = pair
  if (pair.length !== 2 || typeof role !== 'string' || typeof content !== 'string') return null
  const known = LANGCHAIN_ROLES[role] ?? (/^(user|assistant|developer)$/.test(role) ? role : '')
  return known ? [{ role: known, name: '', blocks: textBlocks(content), rest: null }] : null
}

/** `{message: {…}, finish_reason}`: OpenAI's choices, OpenInference's lists. */
function readWrapped({ message, ...around }: Fields): ChatMessage[] | null {
  const read = readMessage(message)
  const last = read?.at(-1)
  if (!read || !last) return null
  const rest = restOf(around, NOISE)
  if (rest) last.rest = { ...last.rest, ...rest }
  return read
}

function readSerialised(path: unknown[], kwargs: Fields): ChatMessage[] | null {
  const role = LANGCHAIN_ROLES[langchainType(String(path.at(-1)))]
  return role && 'content' in kwargs ? [readRole(role, withoutType(kwargs), String(path.at(-1)))] : null
}

/** `AIMessageChunk` → `ai`. */
function langchainType(name: string): string {
  return name.replace(/Message(Chunk)?$/, '').toLowerCase()
}

function withoutType({ type: _, ...fields }: Fields): Fields {
  return fields
}

/** Pydantic AI puts what the system, the user and tools say into one request. */
function readPydantic(value: Fields, parts: unknown[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  for (const part of parts) {
    const role =
      value.kind === 'response' ? 'assistant' : (PYDANTIC_ROLES[isFields(part) ? typeOf(part) : ''] ?? 'user')
    const last = messages.at(-1)
    if (last?.role === role) last.blocks.push(...readContent(part))
    else messages.push({ role, name: '', blocks: readContent(part), rest: null })
  }
  if (typeof value.instructions === 'string' && value.instructions) {
    messages.unshift({ role: 'system', name: '', blocks: textBlocks(value.instructions), rest: null })
  }
  return messages
}

function readItem(role: string, type: string, item: Fields): ChatMessage {
  const blocks = readContent(item)
  const shown: Block[] =
    blocks.length === 1 && blocks[0]?.kind === 'data' ? [{ kind: 'data', label: type, value: item }] : blocks
  return { role, name: '', blocks: shown, rest: null }
}

function hasContent(message: Fields): boolean {
  return [...CONTENT_FIELDS, ...CALL_FIELDS, 'refusal'].some((name) => name in message)
}

function readRole(role: string, message: Fields, langchain = ''): ChatMessage {
  const used = new Set([...USED, ...NOISE])
  const blocks: Block[] = []
  for (const field of THINKING_FIELDS) {
    const thought = message[field]
    if (typeof thought === 'string' && thought) {
      blocks.push({ kind: 'thinking', text: thought })
      break
    }
  }
  const content = fieldIn(message, ...CONTENT_FIELDS.filter((name) => message[name] !== null))
  const callId = textIn(message, 'tool_call_id', 'toolCallId')
  const isTool = role === 'tool' || role === 'function'
  if (isTool && (callId || typeof content === 'string')) {
    // Where each part already is a result with its own id (the AI SDK), the message adds none.
    const parts = readContent(parsedIfJson(content))
    if (parts.some((part) => part.kind === 'result')) blocks.push(...parts)
    else blocks.push({ ...resultOf({ ...message, content }), id: callId, blocks: resultBlocks(content) })
  } else {
    blocks.push(...readContent(typeof content === 'string' ? partsInText(content) : content))
  }
  if (typeof message.refusal === 'string' && message.refusal) blocks.push(...textBlocks(message.refusal))
  const named = new Set(blocks.flatMap((block) => (block.kind === 'call' && block.id ? [block.id] : [])))
  for (const call of callsOf(message)) {
    if (call.kind === 'call' && !(call.id && named.has(call.id))) blocks.push(call)
  }
  if (langchain) {
    // LangChain repeats the calls, in the words of the provider, beside its own.
    used.add('additional_kwargs').add('response_metadata').add('usage_metadata').add('invalid_tool_calls')
    used.add('tool_call_chunks').add('type').add('status').add('artifact')
    const extra = isFields(message.additional_kwargs) ? message.additional_kwargs : {}
    const thought = textIn(extra, 'reasoning_content')
    if (thought) blocks.unshift({ kind: 'thinking', text: thought })
    if (!callsOf(message).length) blocks.push(...callsOf(extra))
  }
  if (message.type === 'message') used.add('type').add('status')
  return { role, name: isTool ? '' : textIn(message, 'name'), blocks, rest: restOf(message, used) }
}

function callsOf(message: Fields): Block[] {
  const found: Block[] = []
  for (const field of CALL_FIELDS) {
    const calls = parsedIfJson(message[field])
    for (const one of Array.isArray(calls) ? calls : [calls]) {
      const call = parsedIfJson(one)
      if (!isFields(call)) continue
      const block = callOf(call)
      if (block.kind === 'call' && block.name) found.push(block)
    }
  }
  return found
}

/** OpenLLMetry writes a list of parts as JSON text. */
function partsInText(text: string): unknown {
  if (!/^\s*\[\s*\{\s*"(type|text)"/.test(text)) return text
  const parts = parsedIfJson(text)
  const blocks = readContent(parts)
  return blocks.length > 0 && blocks.every((block) => block.kind !== 'data') ? parts : text
}
