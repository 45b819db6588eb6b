import {
  type Block,
  type Chat,
  type ChatMessage,
  type Fields,
  fieldIn,
  isFields,
  parsedIfJson,
  restOf,
  type ToolResultBlock,
} from './chat'
import { readMessage, readMessages } from './messages'
import { callOf, isTypedPart, readContent, textBlocks } from './parts'
import { readTools } from './tools'

const LIST_FIELDS = ['messages', 'contents', 'input', 'output', 'choices', 'candidates', 'prompt'] as const
const SYSTEM_FIELDS = [
  'system',
  'instructions',
  'systemInstruction',
  'system_instruction',
  'system_instructions',
  'systemPrompt',
  'system_prompt',
] as const
const TOOL_FIELDS = ['tools', 'functions', 'toolConfig', 'tool_config', 'available_tools'] as const
/** Wrappers with nothing but the conversation in them. */
const WRAPPERS = [
  'input',
  'output',
  'inputs',
  'outputs',
  'kwargs',
  'request',
  'response',
  'body',
  'message',
  'content',
]

/**
 * The conversation in a parsed input or output: a list of messages, a request or an answer of OpenAI (Chat and
 * Responses), Anthropic, Gemini, Bedrock, LangChain, the AI SDK, Pydantic AI, OpenInference or OpenTelemetry.
 * Null when it is anything else: data is not dressed up as talk.
 */
export function readChat(value: unknown): Chat | null {
  const chat = Array.isArray(value) ? readList(value) : isFields(value) ? readObject(value, 0) : null
  return chat && { ...chat, messages: paired(chat.messages) }
}

function plain(messages: ChatMessage[] | null): Chat | null {
  return messages && { messages, tools: [], rest: null }
}

function readList(list: unknown[]): Chat | null {
  if (list.length === 0) return null
  const [only] = list
  if (list.length === 1 && Array.isArray(only) && only.some((one) => typeof one !== 'string'))
    return readList(only)
  const messages = readMessages(list)
  if (messages) return plain(messages)
  if (list.every(isTypedPart)) return plain([spoken(list.flatMap(readContent))])
  const calls = list.map(parsedIfJson)
  if (calls.every(isBareCall)) return plain([spoken(calls.map(callOf))])
  if (calls.every((one) => isFields(one) && (one.text !== undefined || one.message !== undefined))) {
    return plain(calls.flatMap((one) => readGeneration(one as Fields)))
  }
  return null
}

/** A tool call that stands alone, as the AI SDK reports them. */
function isBareCall(value: unknown): value is Fields {
  if (!isFields(value)) return false
  const hasName = typeof value.toolName === 'string' || isFields(value.function)
  return hasName && (value.toolCallId !== undefined || value.id !== undefined)
}

function spoken(blocks: Block[]): ChatMessage {
  return { role: 'assistant', name: '', blocks, rest: null }
}

function readObject(value: Fields, depth: number): Chat | null {
  const own = readMessage(value)
  if (own) return plain(own)
  if (Array.isArray(value.generations)) return plain(readGenerations(value.generations))
  for (const field of LIST_FIELDS) {
    const messages = messagesIn(field, value[field], value)
    if (messages) return around(messages, value, field)
  }
  if (depth < 2) {
    for (const field of WRAPPERS) {
      const inner = value[field]
      if (!isFields(inner)) continue
      const chat = readObject(inner, depth + 1)
      if (!chat) continue
      const outer = around(chat.messages, value, field)
      return { ...outer, tools: [...chat.tools, ...outer.tools], rest: joined(chat.rest, outer.rest) }
    }
  }
  return null
}

function joined(one: Fields | null, other: Fields | null): Fields | null {
  return one && other ? { ...one, ...other } : (one ?? other)
}

function messagesIn(field: string, raw: unknown, value: Fields): ChatMessage[] | null {
  const list = parsedIfJson(raw)
  // A bare text is a conversation only beside instructions: OpenAI's Responses, the AI SDK's prompt.
  if (typeof list === 'string' && (field === 'input' || field === 'prompt') && systemOf(value).length) {
    return [{ role: 'user', name: '', blocks: textBlocks(list), rest: null }]
  }
  if (!Array.isArray(list) || list.length === 0) return null
  if (field === 'candidates') return readMessages(list.map((one) => (isFields(one) ? renamed(one) : one)))
  const [only] = list
  const isNested = list.length === 1 && Array.isArray(only) && only.some((one) => typeof one !== 'string')
  const nested = isNested ? (only as unknown[]) : list
  return readMessages(nested)
}

/** Gemini's candidates hold their message as `content`. */
function renamed({ content, ...around }: Fields): Fields {
  return { message: content, ...around }
}

/** The messages with what stands around them: system prompt, tools, and everything else. */
function around(messages: ChatMessage[], value: Fields, field: string): Chat {
  const used = new Set<string>([field, ...SYSTEM_FIELDS])
  let tools = null
  for (const name of TOOL_FIELDS) {
    const found = readTools(value[name])
    if (!found) continue
    tools ??= found
    used.add(name)
  }
  const config = fieldIn(value, 'config', 'generationConfig')
  if (!tools && isFields(config)) tools = readTools(config.tools)
  const system = systemOf(value)
  const first = messages[0]
  const isRepeated = first?.role === 'system' && JSON.stringify(first.blocks) === JSON.stringify(system)
  return {
    messages:
      system.length && !isRepeated
        ? [{ role: 'system', name: '', blocks: system, rest: null }, ...messages]
        : messages,
    tools: tools ?? [],
    rest: restOf(value, used),
  }
}

function systemOf(value: Fields): Block[] {
  const config = fieldIn(value, 'config', 'generationConfig')
  for (const source of isFields(config) ? [value, config] : [value]) {
    const system = fieldIn(source, ...SYSTEM_FIELDS)
    if (isFields(system) && Array.isArray(system.parts)) return readContent(system.parts)
    if (typeof system === 'string' || Array.isArray(system)) return readContent(system)
  }
  return []
}

/** LangChain's `generations`: lists of answers, one list a prompt. */
function readGenerations(generations: unknown[]): ChatMessage[] | null {
  const all = generations.flat().filter(isFields)
  const messages = all.flatMap(readGeneration)
  return messages.length ? messages : null
}

function readGeneration(generation: Fields): ChatMessage[] {
  const message = isFields(generation.message) ? readMessage(generation.message) : null
  if (message) return message
  return typeof generation.text === 'string' && generation.text ? [spoken(textBlocks(generation.text))] : []
}

/**
 * Each result at the call that asked for it: by id, or where a provider has none (Gemini), by name in order. Messages
 * with nothing left in them are dropped.
 */
function paired(messages: ChatMessage[]): ChatMessage[] {
  const results: ToolResultBlock[] = []
  for (const message of messages)
    for (const block of message.blocks) if (block.kind === 'result') results.push(block)
  if (results.length === 0) return messages
  const taken = new Set<ToolResultBlock>()
  const matched = messages.map((message) => ({
    ...message,
    blocks: message.blocks.map((block) => {
      if (block.kind !== 'call') return block
      const result = results.find(
        (one) => !taken.has(one) && (block.id ? one.id === block.id : !one.id && one.name === block.name),
      )
      if (!result) return block
      taken.add(result)
      return { ...block, result }
    }),
  }))
  return matched
    .map((message) => ({
      ...message,
      blocks: message.blocks.filter((block) => block.kind !== 'result' || !taken.has(block)),
    }))
    .filter(
      (message, index) => message.blocks.length > 0 || message.rest || messages[index]?.blocks.length === 0,
    )
}
