/** A value of an item as people edit it. */
export interface Draft {
  text: string
  /** Whether the text is JSON; otherwise it is meant as it stands. */
  isJson: boolean
}

/** A text is edited as it stands, everything else as JSON; what is missing is an empty field. */
export function draftOf(json: string | null): Draft {
  if (json?.startsWith('"')) return { text: JSON.parse(json) as string, isJson: false }
  return { text: json ?? '', isJson: true }
}

/** The JSON text of a draft, or what is wrong with it. */
export function readDraft(draft: Draft): { json: string | null } | { problem: string } {
  if (!draft.isJson) return { json: JSON.stringify(draft.text) }
  if (!draft.text.trim()) return { json: null }
  try {
    JSON.parse(draft.text)
    return { json: draft.text }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
