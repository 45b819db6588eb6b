import { type Fields, fieldIn, isFields, type Media, textIn } from './chat'

const REFERENCE = /@@@langfuseMedia:[^@\s]+@@@/g
const DATA_URI = /^data:([\w.+-]+\/[\w.+-]+)?(;[\w=.+-]+)*;base64,/
const KNOWN_TYPES = new Set([
  'image',
  'image_url',
  'input_image',
  'image-url',
  'audio',
  'input_audio',
  'audio-url',
  'video',
  'video_url',
  'video-url',
  'file',
  'input_file',
  'document',
  'document-url',
  'binary',
  'media',
  'blob',
  'uri',
])

/** A text with the references to stored media in it apart; one piece when there are none. */
export function splitReferences(text: string): (string | Media)[] {
  if (!text.includes('@@@langfuseMedia:')) return [text]
  const pieces: (string | Media)[] = []
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    const before = text.slice(end, match.index)
    if (before.trim()) pieces.push(before)
    pieces.push({ mime: /type=([^|@]+)/.exec(match[0])?.[1] ?? '', name: '', source: match[0] })
    end = match.index + match[0].length
  }
  const after = text.slice(end)
  if (after.trim()) pieces.push(after)
  return pieces
}

/** The media that a text is as a whole: a data URI; null for any other text. */
export function mediaOfText(text: string): Media | null {
  const match = DATA_URI.exec(text.slice(0, 200))
  return match ? { mime: match[1] ?? '', name: '', source: text } : null
}

/** The media of a content part of OpenAI, Anthropic, Gemini, Bedrock, the AI SDK, LangChain or OpenTelemetry; else null. */
export function readMedia(part: Fields): Media | null {
  const inline = fieldIn(part, 'inline_data', 'inlineData')
  if (isFields(inline)) return ofData(inline)
  const stored = fieldIn(part, 'file_data', 'fileData')
  if (isFields(stored)) return ofData(stored)
  const type = textIn(part, 'type', 'kind', 'modality')
  if (KNOWN_TYPES.has(type)) return ofTyped(type, part)
  // Bedrock: {image: {format, source: {bytes}}}
  for (const kind of ['image', 'video', 'document', 'audio'] as const) {
    const body = part[kind]
    if (!isFields(body) || !isFields(body.source)) continue
    const format = textIn(body, 'format')
    const mime = kind === 'document' ? `application/${format}` : `${kind}/${format}`
    const found = ofData({ mime_type: mime, name: body.name, ...body.source })
    if (found) return found
  }
  const image = imageIn(part)
  return isFields(image) && typeof image.url === 'string' ? ofSource(image.url, 'image/*', '') : null
}

/** The image of a part; OpenInference wraps it twice: {image: {image: {url}}}. */
function imageIn(part: Fields): unknown {
  return isFields(part.image) && isFields(part.image.image) ? part.image.image : part.image
}

function ofTyped(type: string, part: Fields): Media | null {
  const general = /image/.test(type)
    ? 'image/*'
    : /audio/.test(type)
      ? 'audio/*'
      : /video/.test(type)
        ? 'video/*'
        : ''
  const nested = [
    part.source,
    part.image_url,
    part.input_audio,
    part.audio,
    part.video_url,
    part.file,
    imageIn(part),
  ]
  for (const value of nested) {
    if (typeof value === 'string' && value) return ofSource(value, mimeIn(part) || general, nameIn(part))
    if (isFields(value)) {
      const found = ofData({
        ...value,
        mime_type: mimeIn(value) || mimeIn(part) || mimeOfFormat(value, general),
      })
      if (found) return found
    }
  }
  const found = ofData({ ...part, mime_type: mimeIn(part) || mimeOfFormat(part, general) })
  if (found) return found
  const id = textIn(part, 'file_id', 'id')
  return id ? { mime: mimeIn(part) || general, name: nameIn(part) || id, source: '' } : null
}

function ofData(fields: Fields): Media | null {
  const mime = mimeIn(fields)
  const name = nameIn(fields)
  const url = textIn(fields, 'url', 'file_uri', 'fileUri', 'uri', 'file_url', 'image_url')
  if (url) return ofSource(url, mime, name)
  const data = textIn(fields, 'data', 'bytes', 'file_data', 'base64', 'content', 'image', 'text')
  return data ? ofSource(data, mime, name) : null
}

function ofSource(source: string, mime: string, name: string): Media {
  const uri = mediaOfText(source)
  if (uri) return { mime: uri.mime || mime, name, source }
  const [reference] = splitReferences(source)
  if (typeof reference === 'object') return { ...reference, name }
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(source)
  const isText = mime.startsWith('text/') || /[^A-Za-z0-9+/=_\s-]/.test(source.slice(0, 200))
  if (isAddress || isText) return { mime, name, source }
  return { mime, name, source: `data:${mime.endsWith('/*') ? sniff(source, mime) : mime};base64,${source}` }
}

/** The exact type of base64 data whose sender only said "image": by its first bytes. */
function sniff(base64: string, general: string): string {
  if (base64.startsWith('iVBOR')) return 'image/png'
  if (base64.startsWith('/9j/')) return 'image/jpeg'
  if (base64.startsWith('R0lGOD')) return 'image/gif'
  if (base64.startsWith('UklGR')) return general.startsWith('audio') ? 'audio/wav' : 'image/webp'
  return general.startsWith('audio') ? 'audio/mpeg' : general.replace('/*', '/png')
}

function mimeIn(fields: Fields): string {
  return textIn(fields, 'mime_type', 'mimeType', 'media_type', 'mediaType', 'content_type')
}

function mimeOfFormat(fields: Fields, general: string): string {
  const format = textIn(fields, 'format')
  return format && general ? general.replace('*', format) : general
}

function nameIn(fields: Fields): string {
  return textIn(fields, 'filename', 'file_name', 'name', 'title', 'display_name', 'displayName')
}
