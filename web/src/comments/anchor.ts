import type { CommentAnchor } from '../api/comments'
import { ExactNumber, parseExactly } from '../text/exactNumbers'
import { findLoose, looseText } from './loose'

export type DataField = CommentAnchor['dataField']

/** The texts of what is commented on, as they were sent. */
export type FieldTexts = Partial<Record<DataField, string | null>>

const MAX_QUOTE = 1_000
const MAX_PATH = 500
const MAX_LEAVES = 20_000
/** Less says too little to be found again. */
const LEAST_LINE = 4

interface Leaf {
  path: string
  text: string
}

/**
 * The place of a piece that a reader selected: in which text of the field's JSON, and from where to where. The reader
 * sees the text in some view of it; `nth` says how often the same stands before. Null when it cannot be found.
 */
export function anchorOf(
  field: DataField,
  source: string,
  selected: string,
  nth: number,
): CommentAnchor | null {
  const wanted = selected.replace(/\r\n/g, '\n').trim()
  if (!wanted) return null
  const leaves = leavesOf(source)
  for (const piece of [wanted, longestLine(wanted)]) {
    if (piece.length < Math.min(wanted.length, LEAST_LINE)) continue
    const found = nthPlace(leaves, piece, nth)
    if (found && found.path.length <= MAX_PATH) return { dataField: field, ...found }
  }
  return null
}

/** Whether the words still stand where the comment says. */
export function isStillThere(anchor: CommentAnchor, texts: FieldTexts): boolean {
  const source = texts[anchor.dataField]
  if (source === null || source === undefined) return false
  const leaf = leavesOf(source).find(({ path }) => path === anchor.path)
  return leaf?.text.slice(anchor.start, anchor.end) === anchor.quote
}

/** How often the words of an anchor stand before it in its field: the `nth` of `anchorOf`, found again. */
export function nthOf(anchor: CommentAnchor, texts: FieldTexts): number {
  const words = looseText(anchor.quote)
  let seen = 0
  for (const { path, text } of leavesOf(texts[anchor.dataField] ?? '')) {
    const loose = looseText(text)
    for (let found = findLoose(loose, words); found; found = findLoose(loose, words, found.next)) {
      if (path === anchor.path && found.start >= anchor.start) return seen
      seen += 1
    }
    if (path === anchor.path) return seen
  }
  return 0
}

function nthPlace(leaves: Leaf[], piece: string, nth: number): Omit<CommentAnchor, 'dataField'> | null {
  const words = looseText(piece)
  let last: Omit<CommentAnchor, 'dataField'> | null = null
  let seen = 0
  for (const { path, text } of leaves) {
    const loose = looseText(text)
    for (let found = findLoose(loose, words); found; found = findLoose(loose, words, found.next)) {
      const { start } = found
      const end = Math.min(found.end, start + MAX_QUOTE)
      last = { path, start, end, quote: text.slice(start, end) }
      if (seen === nth) return last
      seen += 1
    }
  }
  return last
}

function longestLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .reduce((longest, line) => (line.length > longest.length ? line : longest), '')
}

/** The texts in JSON with their paths; the text itself, at `$`, when it is none. */
function leavesOf(source: string): Leaf[] {
  const leaves: Leaf[] = []
  const walk = (value: unknown, path: string) => {
    if (leaves.length >= MAX_LEAVES) return
    if (typeof value === 'string') leaves.push({ path, text: value })
    else if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) walk(one, `${path}[${index}]`)
    } else if (value && typeof value === 'object' && !(value instanceof ExactNumber)) {
      for (const [key, one] of Object.entries(value)) walk(one, `${path}['${escaped(key)}']`)
    } else if (value !== null) leaves.push({ path, text: String(value) })
  }
  if (/^\s*[{["]/.test(source)) {
    try {
      walk(parseExactly(source), '$')
      return leaves
    } catch {
      leaves.length = 0
    }
  }
  return [{ path: '$', text: source }]
}

const escaped = (key: string) => key.replace(/[\\']/g, '\\$&')
