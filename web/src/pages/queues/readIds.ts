import type { ObjectType } from '../../api/queues'

/** Ids in a text, each once: one a line, or parted by commas or blanks; of an address its trace, session or step. */
export function readIds(text: string, type: ObjectType): string[] {
  const found = text
    .split(/[\s,;]+/)
    .map((piece) => idIn(piece, type))
    .filter(Boolean)
  return [...new Set(found)]
}

function idIn(piece: string, type: ObjectType): string {
  if (!/^https?:\/\//.test(piece)) return piece
  let url: URL
  try {
    url = new URL(piece)
  } catch {
    return piece
  }
  if (type === 'OBSERVATION') return url.searchParams.get('o') ?? url.searchParams.get('observation') ?? ''
  const place = type === 'SESSION' ? /\/sessions\/([^/]+)/ : /\/traces?\/([^/]+)/
  const id = place.exec(url.pathname)?.[1]
  return id ? decode(id) : ''
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
