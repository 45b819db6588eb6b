import { useDebouncedValue } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { NAMED_KINDS, type NamedKind, namedQuery } from '../api/named'

export interface Named {
  kind: NamedKind
  id: string
  name: string
}

/** Shorter words are in too many names. */
const SHORTEST = 2
const WAIT_MS = 120

/** Prompts, datasets, experiments and queues by what was typed; `isPending` while their names are looked up. */
export function useNamed(project: string, query: string): { found: Named[]; isPending: boolean } {
  const [typed] = useDebouncedValue(query.trim(), WAIT_MS)
  const q = query.trim().length < SHORTEST || typed.length < SHORTEST ? '' : typed
  return useQueries({
    queries: NAMED_KINDS.map((kind) => namedQuery(project, kind, q)),
    combine: (results) => ({
      found: q
        ? NAMED_KINDS.flatMap((kind, at) => (results[at]?.data ?? []).map((one) => ({ kind, ...one })))
        : [],
      isPending:
        query.trim().length >= SHORTEST && (query.trim() !== q || results.some((one) => one.isFetching)),
    }),
  })
}
