import { LATEST, PRODUCTION } from '../../api/promptLabels'

const PLACES: Record<string, number> = { [PRODUCTION]: 0, [LATEST]: 1 }

/** Labels as people look for them: `production`, `latest`, then the others by name. */
export function inOrder<T>(items: readonly T[], labelOf: (item: T) => string): T[] {
  const place = (item: T) => PLACES[labelOf(item)] ?? 2
  return [...items].sort((a, b) => place(a) - place(b) || labelOf(a).localeCompare(labelOf(b)))
}
