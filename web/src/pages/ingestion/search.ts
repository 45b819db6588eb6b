import { text } from '../../app/search'
import { DEFAULT_RANGE, isRange } from '../../time/range'

export const KINDS = [
  'refused',
  'undecodable',
  'rejected_record',
  'unknown_event',
  'dead_letter',
  'advice',
] as const

export interface IngestionSearch {
  range?: string
  kind?: string
}

export function validateIngestion(search: Record<string, unknown>): IngestionSearch {
  const kind = KINDS.find((one) => one === text(search.kind))
  return { range: isRange(search.range) && search.range !== DEFAULT_RANGE ? search.range : undefined, kind }
}
