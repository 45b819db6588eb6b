import type { ReactNode } from 'react'
import { PageError } from '../components/PageState'
import { ListSkeleton } from './ListSkeleton'

interface ListStatesProps {
  query: { isError: boolean; isPending: boolean; error: unknown }
  count: number
  /** Of one row, in pixels. */
  height: number
  empty: ReactNode
  /** The table, for when there are rows. */
  children: ReactNode
}

/** A list in each of its states: failed (while nothing was loaded before), loading, empty, or with rows. */
export function ListStates({ query, count, height, empty, children }: ListStatesProps) {
  if (query.isError && count === 0) return <PageError error={query.error} />
  if (query.isPending) return <ListSkeleton height={height} />
  return count === 0 ? empty : children
}
