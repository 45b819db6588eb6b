import { piecesOf } from '../markup'

/** A piece of a text in which variables were filled in. */
export type FilledPiece = { kind: 'text' | 'filled' | 'open'; text: string }

/** The text with variables replaced by sample values; those without one stay, marked as open. */
export function filled(text: string, values: Readonly<Record<string, string>>): FilledPiece[] {
  return piecesOf(text).map((piece) => {
    if (piece.kind !== 'variable') return { kind: 'text', text: piece.text }
    const value = Object.hasOwn(values, piece.name) ? values[piece.name] : undefined
    return value ? { kind: 'filled', text: value } : { kind: 'open', text: piece.text }
  })
}
