/**
 * Values of items as people edit them: JSON where it is JSON, otherwise the text itself, so that a question need not be
 * put in quotes. What `textOf` writes, `readValue` reads back as it was.
 */
export type ReadValue = { value: unknown } | { problem: string }

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  return isPlain(value) ? value : JSON.stringify(value)
}

export function readValue(text: string): ReadValue {
  if (text.trim() === '') return { value: null }
  if (isPlain(text)) return { value: text }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** Whether a text can stand for itself: it is not JSON, and does not look as if it should be. */
function isPlain(text: string): boolean {
  const bare = text.trim()
  if (bare === '' || /^[{["]/.test(bare)) return false
  try {
    JSON.parse(bare)
    return false
  } catch {
    return true
  }
}

/** The text of a value for reading: a text as it is, anything else as JSON. */
export const shownText = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 2)
