import { text } from '../../../app/search'

/** The search parameters of the editor. */
export interface EditorSearch {
  /** The prompt that gets a new version, or (`as` is `new`) that a new prompt begins as. */
  from?: string
  /** The version to begin with; the latest without it. */
  version?: number
  as?: 'new'
  /** The folder that a new prompt goes into. */
  folder?: string
}

export function validateEditor(search: Record<string, unknown>): EditorSearch {
  const version = Number(typeof search.version === 'number' ? search.version : text(search.version))
  const from = text(search.from) || undefined
  return {
    from,
    version: from && Number.isInteger(version) && version > 0 && version < 2 ** 31 ? version : undefined,
    as: from && search.as === 'new' ? 'new' : undefined,
    folder: from ? undefined : text(search.folder) || undefined,
  }
}
