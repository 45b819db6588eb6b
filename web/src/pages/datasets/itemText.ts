export const ITEM_FIELDS = ['input', 'expectedOutput', 'metadata'] as const
export type ItemField = (typeof ITEM_FIELDS)[number]

/**
 * Values of items as people edit them: JSON where it is JSON, otherwise the text itself, so that a question need not be
 * put in quotes. A value comes and goes as the text of its JSON: parsed here, large integers and long decimals would be
 * rounded. What `textOf` writes, `readValue` reads back as it was.
 */
export type ReadValue = { json: string | null } | { problem: string }

/** The text to edit of a JSON text. */
export function textOf(json: string | null | undefined): string {
  const value = quoted(json)
  if (value === null) return json ?? ''
  return isPlain(value) ? value : (json as string)
}

/** The JSON text of what was edited. */
export function readValue(text: string): ReadValue {
  if (text.trim() === '') return { json: null }
  if (isPlain(text)) return { json: JSON.stringify(text) }
  try {
    JSON.parse(text)
    return { json: text }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}

/** The text to read of a JSON text: a text as it is, anything else as JSON. */
export const shownText = (json: string | null | undefined): string | null => quoted(json) ?? json ?? null

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

/** The text that a JSON text holds; null when it holds something else. */
const quoted = (json: string | null | undefined): string | null =>
  json?.startsWith('"') ? (JSON.parse(json) as string) : null
