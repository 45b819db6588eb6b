import { text } from '../../app/search'

export interface DatasetsSearch {
  q?: string
  /** The open folder, without a slash at its end. */
  folder?: string
}

export function validateDatasets(search: Record<string, unknown>): DatasetsSearch {
  return { q: text(search.q) || undefined, folder: text(search.folder) || undefined }
}
