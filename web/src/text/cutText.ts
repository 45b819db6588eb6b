/** A piece of a long text. */
export interface Piece {
  text: string
  /** The piece begins in the middle of a line. */
  isContinued: boolean
}

const PIECE_LINES = 40
const PIECE_CHARACTERS = 3_000

/**
 * A text of any length in pieces that are quick to draw: whole lines together, very long lines cut. The pieces hold
 * everything but the line breaks between them.
 */
export function cutText(text: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let isContinued = false
  while (start <= text.length) {
    let end = start
    for (let lines = 0; lines < PIECE_LINES; lines += 1) {
      const next = text.indexOf('\n', end === start ? start : end + 1)
      const stop = next < 0 ? text.length : next
      if (stop - start > PIECE_CHARACTERS) break
      end = stop
      if (next < 0) break
    }
    const isCut = end === start && text[start] !== '\n' && start < text.length
    if (isCut) end = wholeCharacters(text, start + PIECE_CHARACTERS)
    pieces.push({ text: text.slice(start, end), isContinued })
    isContinued = isCut && end < text.length && text[end] !== '\n'
    start = isContinued ? end : end + 1
    if (end >= text.length) break
  }
  return pieces
}

/** Not between the two halves of a character. */
function wholeCharacters(text: string, end: number): number {
  const code = text.charCodeAt(end - 1)
  return Math.min(text.length, code >= 0xd800 && code < 0xdc00 ? end + 1 : end)
}

/** Whether the text has a line longer than so many characters. */
export function hasLineOver(text: string, characters: number): boolean {
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    if (end - start > characters) return true
    start = end + 1
  }
  return text.length - start > characters
}
