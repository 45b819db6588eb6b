/** A piece of a prompt's text. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'variable'; text: string; name: string }
  | { kind: 'reference'; text: string; name: string; version?: number; label?: string }

// As the server reads them: platform/prompts/body.py and references.py.
const MARKS = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}|@@@langfusePrompt:name=([^|@]+)\|(version|label)=([^|@]+)@@@/g
const MAX_VERSION = 2 ** 31 - 1

/** The names of the variables of a text, once each. */
export const variablesOf = (text: string): string[] => [
  ...new Set(piecesOf(text).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []))),
]

/** The text cut at its variables and references; what is not well formed stays text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of text.matchAll(MARKS)) {
    const [whole, variable, name, by, value] = match
    let piece: Piece | undefined
    if (variable) piece = { kind: 'variable', text: whole, name: variable }
    else if (name && value && by === 'label') piece = { kind: 'reference', text: whole, name, label: value }
    else if (name && value && /^\d+$/.test(value) && Number(value) > 0 && Number(value) <= MAX_VERSION)
      piece = { kind: 'reference', text: whole, name, version: Number(value) }
    if (!piece) continue
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push(piece)
    end = match.index + whole.length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}
