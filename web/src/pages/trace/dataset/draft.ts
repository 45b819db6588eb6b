/** A value of an item as people edit it. */
export interface Draft {
  text: string
  /** Whether the text is JSON; otherwise it is meant as it stands. */
  isJson: boolean
}

/** A text is edited as it stands, everything else as JSON; what is missing is an empty field. */
export function draftOf(value: unknown): Draft {
  if (value === null || value === undefined) return { text: '', isJson: true }
  if (typeof value === 'string') return { text: value, isJson: false }
  return { text: JSON.stringify(value, null, 2), isJson: true }
}

/** The value of a draft, or what is wrong with it. */
export function readDraft(draft: Draft): { value: unknown } | { problem: string } {
  if (!draft.isJson) return { value: draft.text }
  if (!draft.text.trim()) return { value: null }
  try {
    return { value: JSON.parse(draft.text) as unknown }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
