import { type Draft, newKey } from './draft'

/** A draft that was left in this browser. */
export interface KeptDraft {
  draft: Draft
  /** The tags that it began with: they belong to the prompt, and others may change them meanwhile. */
  tagsBefore: string[]
  /** The newest version that its author had seen. */
  baseVersion: number
  /** Milliseconds since the epoch. */
  at: number
}

const PREFIX = 'sidelight.prompt-draft'
const KEPT_MS = 30 * 86_400_000

/** Where the draft for a prompt lies; a prompt without a name yet has one place for all. */
export const placeOf = (project: string, name: string): string => `${PREFIX}.${project}.${name}`

/** The draft that lies there; undefined when there is none, or it is old or from another version of Sidelight. */
export function readDraft(place: string): KeptDraft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null')
    if (!kept || typeof kept !== 'object' || Date.now() - kept.at > KEPT_MS) return undefined
    const { draft } = kept
    const isWhole =
      typeof draft?.name === 'string' &&
      typeof draft.text === 'string' &&
      typeof draft.config === 'string' &&
      Array.isArray(draft.entries) &&
      Array.isArray(draft.labels) &&
      Array.isArray(draft.tags)
    if (!isWhole) return undefined
    // Keys are of one page: those of a draft from before would meet new ones.
    return {
      ...kept,
      // A draft from before these were kept changed none of them.
      tagsBefore: Array.isArray(kept.tagsBefore) ? kept.tagsBefore : draft.tags,
      draft: { ...draft, entries: draft.entries.map((entry: object) => ({ ...entry, key: newKey() })) },
    }
  } catch {
    return undefined
  }
}

export function keepDraft(place: string, kept: Omit<KeptDraft, 'at'>): void {
  try {
    localStorage.setItem(place, JSON.stringify({ ...kept, at: Date.now() } satisfies KeptDraft))
  } catch {
    // The storage is full or forbidden: the draft is then only on the page.
  }
}

export function dropDraft(place: string): void {
  try {
    localStorage.removeItem(place)
  } catch {
    // see keepDraft
  }
}
