import { parseExactly } from './exactNumbers'

/** Larger texts are shown as they are: parsing them would block the page. */
const MAX_CHARACTERS = 2_000_000

/** The text indented, when it is a JSON object or array; null otherwise. */
export function prettyJson(text: string): string | null {
  const first = text.trimStart()[0]
  if ((first !== '{' && first !== '[') || text.length > MAX_CHARACTERS) return null
  try {
    return JSON.stringify(parseExactly(text), null, 2)
  } catch {
    return null
  }
}
