/** A mark in a text that stands for a stored file: `@@@langfuseMedia:type=image/png|id=…|source=…@@@`. */
export interface Reference {
  contentType: string
  mediaId: string
}

const START = '@@@langfuseMedia:'
const MARK = /@@@langfuseMedia:type=([^|@]{1,200})\|id=([A-Za-z0-9_-]{1,100})\|source=[a-z0-9_]{1,50}@@@/g

/** Whether a text mentions a file at all; cheap for long texts. */
function hasMedia(text: string): boolean {
  return text.includes(START)
}

/** The reference that a text consists of; null when there is anything else in it. */
export function asReference(text: string): Reference | null {
  const parts = text.startsWith(START) ? splitMedia(text) : []
  const [only] = parts
  return parts.length === 1 && typeof only === 'object' ? only : null
}

/** The mark in a JSON text that is nothing else: SDKs write metadata so. Any other text as it is. */
export function unquoteReference(text: string): string {
  const bare = text.startsWith(`"${START}`) && text.endsWith('"') ? text.slice(1, -1) : text
  return asReference(bare) ? bare : text
}

/** A text cut at its marks: texts (never empty) and references in their order. */
export function splitMedia(text: string): (string | Reference)[] {
  if (!hasMedia(text)) return text ? [text] : []
  const parts: (string | Reference)[] = []
  let end = 0
  for (const match of text.matchAll(MARK)) {
    if (match.index > end) parts.push(text.slice(end, match.index))
    parts.push({ contentType: match[1] ?? '', mediaId: match[2] ?? '' })
    end = match.index + match[0].length
  }
  if (end < text.length) parts.push(text.slice(end))
  return parts
}

/** The files that a text mentions, each once. */
export function mediaIn(text: string | null | undefined): Reference[] {
  const found = new Map<string, Reference>()
  for (const part of text && hasMedia(text) ? splitMedia(text) : [])
    if (typeof part === 'object') found.set(part.mediaId, part)
  return [...found.values()]
}
