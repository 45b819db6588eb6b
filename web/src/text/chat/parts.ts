import {
  type Block,
  type Fields,
  fieldIn,
  isFields,
  parsedIfJson,
  type ToolResultBlock,
  textIn,
} from './chat'
import { mediaOfText, readMedia, splitReferences } from './media'

const TEXT_TYPES = new Set(['text', 'input_text', 'output_text', 'refusal', 'plain_text', 'text_delta'])
const THINKING_TYPES = new Set([
  'thinking',
  'reasoning',
  'redacted_thinking',
  'redacted-reasoning',
  'reasoning_text',
  'summary_text',
])
const CALL_TYPES = new Set([
  'tool_use',
  'server_tool_use',
  'mcp_tool_use',
  'tool-call',
  'tool_call',
  'function_call',
  'custom_tool_call',
  'mcp_call',
  'builtin-tool-call',
  'function',
])
const RESULT_TYPES = new Set([
  'tool_result',
  'mcp_tool_result',
  'tool-result',
  'tool-error',
  'tool_call_response',
  'tool_call_output',
  'function_call_output',
  'custom_tool_call_output',
  'tool-return',
  'builtin-tool-return',
  'retry-prompt',
])
// Marks of where a step began or ended, without content.
const SILENT_TYPES = new Set(['step-start', 'step-finish', 'compaction_trigger'])

/** The blocks of a message's content: a text, one part or a list of parts. */
export function readContent(content: unknown): Block[] {
  if (content === null || content === undefined || content === '') return []
  if (typeof content === 'string') return textBlocks(content)
  if (Array.isArray(content)) return content.flatMap(readContent)
  if (isFields(content)) return readPart(content)
  return [{ kind: 'text', text: String(content) }]
}

/** A text as blocks: references to stored media in it, and data URIs, become media. */
export function textBlocks(text: string): Block[] {
  const whole = mediaOfText(text)
  if (whole) return [{ kind: 'media', media: whole }]
  return splitReferences(text).map((piece) =>
    typeof piece === 'string' ? { kind: 'text', text: piece } : { kind: 'media', media: piece },
  )
}

/** Whether a value is a content part that says of itself what it is. */
export function isTypedPart(value: unknown): value is Fields {
  if (!isFields(value)) return false
  const type = typeOf(value)
  return (
    TEXT_TYPES.has(type) ||
    THINKING_TYPES.has(type) ||
    isCall(value, type) ||
    RESULT_TYPES.has(type) ||
    /^tool-/.test(type) ||
    readMedia(value) !== null
  )
}

export function typeOf(part: Fields): string {
  return textIn(part, 'type', 'part_kind', 'kind', 'block_type')
}

function readPart(part: Fields): Block[] {
  if (isFields(part.message_content)) return readPart(part.message_content)
  const type = typeOf(part)
  if (SILENT_TYPES.has(type)) return []
  if (THINKING_TYPES.has(type) || part.thought === true || part.reasoningContent !== undefined) {
    return [{ kind: 'thinking', text: thinkingOf(part) }]
  }
  if (TEXT_TYPES.has(type)) {
    const text = textOf(part)
    if (text !== null) return textBlocks(text)
  }
  const media = readMedia(part)
  if (media) return [{ kind: 'media', media }]
  const nested = nestedPart(part)
  if (nested) return nested
  if (RESULT_TYPES.has(type)) return [resultOf(part)]
  // Parts of the AI SDK's interface messages are named after the tool and hold call and result at once.
  if (/^tool-/.test(type) && part.toolCallId !== undefined && !CALL_TYPES.has(type))
    return uiToolPart(part, type)
  if (isCall(part, type)) return [callOf(part)]
  const text = type === '' || type === 'system-prompt' || type === 'user-prompt' ? textOf(part) : null
  if (text !== null) return textBlocks(text)
  if ((type === 'user-prompt' || type === 'system-prompt') && Array.isArray(part.content)) {
    return readContent(part.content)
  }
  return [{ kind: 'data', label: type, value: part }]
}

/** Parts that are named by their only field: Gemini and Bedrock. */
function nestedPart(part: Fields): Block[] | null {
  const call = fieldIn(part, 'functionCall', 'function_call', 'toolUse', 'tool_call')
  if (isFields(call) && callName(call)) return [callOf(call)]
  const result = fieldIn(part, 'functionResponse', 'function_response', 'toolResult')
  return isFields(result) ? [resultOf(result)] : null
}

/** A tool call in any provider's fields. */
export function callOf(value: Fields): Block {
  const call = isFields(value.tool_call) ? value.tool_call : value
  const inner = isFields(call.function) ? call.function : call
  const input = fieldIn(inner, 'arguments', 'args', 'input', 'parameters', 'arguments_json')
  return {
    kind: 'call',
    id: idOf(call),
    name: callName(call),
    input: parsedIfJson(input ?? fieldIn(call, 'arguments', 'args', 'input')),
  }
}

function isCall(part: Fields, type: string): boolean {
  if (!CALL_TYPES.has(type) || !callName(part)) return false
  // The definition of a function has the same type, but no arguments.
  return type !== 'function' || (isFields(part.function) && part.function.arguments !== undefined)
}

function callName(call: Fields): string {
  const inner = isFields(call.function) ? call.function : call
  return (
    textIn(inner, 'name', 'tool_name', 'toolName') || (typeof call.function === 'string' ? call.function : '')
  )
}

function idOf(fields: Fields): string {
  return textIn(fields, 'tool_call_id', 'toolCallId', 'call_id', 'tool_use_id', 'toolUseId', 'id')
}

/** A tool's result in any provider's fields. */
export function resultOf(part: Fields): ToolResultBlock {
  const body = fieldIn(part, 'content', 'output', 'result', 'response', 'error')
  const status = textIn(part, 'status', 'outcome')
  return {
    kind: 'result',
    id: idOf(part),
    name: textIn(part, 'name', 'tool_name', 'toolName'),
    blocks: resultBlocks(body),
    isError:
      part.is_error === true ||
      part.isError === true ||
      status === 'error' ||
      status === 'failed' ||
      /^(tool-error|retry-prompt)$/.test(typeOf(part)),
  }
}

/** What a tool gave back: its parts where they say what they are, or else its data as they are. */
export function resultBlocks(body: unknown): Block[] {
  const value = parsedIfJson(body)
  if (typeof value === 'string' || value === null || value === undefined) return readContent(value)
  // The AI SDK wraps: {type: 'text' | 'json' | 'error-text' | 'error-json' | 'content', value}
  if (isFields(value) && 'value' in value && /^(error-)?(text|json)$|^content$/.test(textIn(value, 'type'))) {
    return resultBlocks(value.value)
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isSpokenPart)) return value.flatMap(readContent)
  if (isSpokenPart(value)) return readPart(value)
  return [{ kind: 'data', label: '', value: isFields(value) && isOnly(value, 'json') ? value.json : value }]
}

function isSpokenPart(value: unknown): value is Fields {
  return isTypedPart(value) || (isFields(value) && isOnly(value, 'text') && typeof value.text === 'string')
}

function isOnly(fields: Fields, name: string): boolean {
  return name in fields && Object.keys(fields).length === 1
}

function uiToolPart(part: Fields, type: string): Block[] {
  const id = idOf(part)
  const name = type.replace(/^tool-/, '')
  const blocks: Block[] = [{ kind: 'call', id, name, input: parsedIfJson(fieldIn(part, 'input', 'args')) }]
  const output = fieldIn(part, 'output', 'result', 'errorText')
  if (output !== undefined) {
    const isError = typeof part.errorText === 'string' && part.errorText !== ''
    blocks.push({ kind: 'result', id, name, blocks: resultBlocks(output), isError })
  }
  return blocks
}

function textOf(part: Fields): string | null {
  const body = fieldIn(part, 'text', 'content', 'refusal', 'output_text')
  if (typeof body === 'string') return body
  return isFields(body) && typeof body.value === 'string' ? body.value : null
}

function thinkingOf(part: Fields): string {
  if (isFields(part.reasoningContent)) {
    const inner = part.reasoningContent.reasoningText ?? part.reasoningContent
    return isFields(inner) ? textIn(inner, 'text') : String(inner)
  }
  const own = textIn(part, 'thinking', 'text', 'reasoning', 'content', 'reasoningText')
  if (own) return own
  const pieces = [part.summary, part.content, part.details].flatMap((list) =>
    Array.isArray(list) ? list : [],
  )
  return pieces
    .flatMap((piece) => (isFields(piece) ? textIn(piece, 'text', 'thinking') : String(piece)))
    .join('\n\n')
}
