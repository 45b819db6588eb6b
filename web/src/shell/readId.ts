const UUID = /\b([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\b/i
const HEX = /\b[0-9a-f]{32}\b/i

/**
 * The trace and session that a pasted text names: a trace id, the UUID of a Codex conversation (whose trace id is the
 * same without dashes), or an address that holds one. Null when it names none.
 */
export function readId(text: string): { trace: string; session: string } | null {
  const uuid = UUID.exec(text)
  if (uuid) return { trace: uuid.slice(1, 6).join('').toLowerCase(), session: uuid[0].toLowerCase() }
  const hex = HEX.exec(text)?.[0].toLowerCase()
  if (!hex) return null
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return { trace: hex, session: parts.join('-') }
}
