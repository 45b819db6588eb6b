import type { CommentAnchor } from '../api/comments'
import type { DataField } from './anchor'
import { findLoose, looseText } from './loose'

/** Marks an element that shows a field of what is commented on. */
export const FIELD_ATTRIBUTE = 'data-comment-field'

/** The text of an element as one, with where each piece of it begins. */
interface ShownText {
  nodes: { node: Text; start: number }[]
  text: string
}

function textOf(root: Element): ShownText {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const nodes: ShownText['nodes'] = []
  let text = ''
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push({ node: node as Text, start: text.length })
    text += (node as Text).data
  }
  return { nodes, text }
}

export interface Selected {
  field: DataField
  text: string
  /** How often the same text stands before it on the screen. */
  nth: number
  rect: DOMRect
}

/** What is selected inside of a field below `root`; null when nothing is, or more than one field. */
export function selectedIn(root: Element): Selected | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0).cloneRange()
  const text = selection.toString().trim()
  const start = fieldAround(range.startContainer)
  if (!text || !start || !root.contains(start)) return null
  // A click on a whole paragraph selects up to the beginning of what follows it, which may be another field.
  if (!start.contains(range.endContainer)) {
    range.setEnd(start, start.childNodes.length)
    if (looseText(range.toString()).text !== looseText(text).text) return null
  }
  const before = document.createRange()
  before.setStart(start, 0)
  before.setEnd(range.startContainer, range.startOffset)
  return {
    field: start.getAttribute(FIELD_ATTRIBUTE) as DataField,
    text,
    nth: occurrences(before.toString(), text),
    rect: range.getBoundingClientRect(),
  }
}

function fieldAround(node: Node): Element | null {
  const element = node instanceof Element ? node : node.parentElement
  return element?.closest(`[${FIELD_ATTRIBUTE}]`) ?? null
}

function occurrences(text: string, piece: string): number {
  const loose = looseText(text)
  const words = looseText(piece)
  let count = 0
  for (let found = findLoose(loose, words); found; found = findLoose(loose, words, found.next)) count += 1
  return count
}

/**
 * Where an anchor's words are shown below `root`: the `nth` of equal ones, or the last where the view shows fewer. Null
 * when it does not show them.
 */
export function rangeOf(root: Element, anchor: CommentAnchor, nth = 0): Range | null {
  const words = looseText(anchor.quote)
  let last: Range | null = null
  let seen = 0
  for (const field of root.querySelectorAll(`[${FIELD_ATTRIBUTE}="${anchor.dataField}"]`)) {
    const shown = textOf(field)
    const loose = looseText(shown.text)
    for (let found = findLoose(loose, words); found; found = findLoose(loose, words, found.next)) {
      last = rangeBetween(shown, found.start, found.end)
      if (seen === nth) return last
      seen += 1
    }
  }
  return last
}

function rangeBetween({ nodes }: ShownText, start: number, end: number): Range {
  const range = document.createRange()
  for (const { node, start: from } of nodes) {
    const to = from + node.data.length
    if (start >= from && start < to) range.setStart(node, start - from)
    if (end > from && end <= to) {
      range.setEnd(node, end - from)
      break
    }
  }
  return range
}

const NAME = 'comment'
const CURRENT = 'comment-current'

/** Marks the words of comments without touching the page: browsers that cannot, show none. */
export function showHighlights(ranges: Range[], name: typeof NAME | typeof CURRENT = NAME): void {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return
  if (ranges.length === 0) CSS.highlights.delete(name)
  else CSS.highlights.set(name, new Highlight(...ranges))
}

/** Scrolls to an anchor's words and marks them for a moment; false when they are not on the screen. */
export function showPlace(root: Element, anchor: CommentAnchor, nth: number): boolean {
  const range = rangeOf(root, anchor, nth)
  const element = range?.startContainer.parentElement
  if (!range || !element) return false
  element.scrollIntoView({ block: 'center' })
  showHighlights([range], CURRENT)
  setTimeout(() => showHighlights([], CURRENT), 2_500)
  return true
}
