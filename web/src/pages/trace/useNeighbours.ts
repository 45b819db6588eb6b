import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { neighboursQuery } from '../../api/trace'
import type { TracePage } from '../../api/types'

export interface Neighbour {
  id: string
  name: string
}

interface Around {
  previous: Neighbour | null
  next: Neighbour | null
  /** Whether they are those of the list that the reader came from, in its order and with its filter. */
  isOfList: boolean
}

/** Where "previous" and "next" lead: through the list that was looked at last, or else through time, newest first. */
export function useNeighbours(project: string, trace: string): Around {
  const queries = useQueryClient()
  const listed = useMemo(() => {
    const lists = queries
      .getQueryCache()
      .findAll({ queryKey: ['traces', project, 'list'] })
      .sort((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt)
    for (const list of lists) {
      const rows =
        (list.state.data as InfiniteData<TracePage> | undefined)?.pages.flatMap((page) => page.items) ?? []
      const at = rows.findIndex((row) => row.id === trace)
      if (at >= 0) return { previous: rows[at - 1] ?? null, next: rows[at + 1] ?? null }
    }
    return null
  }, [queries, project, trace])
  const { data } = useQuery({ ...neighboursQuery(project, trace), enabled: !listed })
  if (listed) return { ...listed, isOfList: true }
  return { previous: data?.newer ?? null, next: data?.older ?? null, isOfList: false }
}
