import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { facetCountsQuery } from '../api/lists'
import type { FacetValue } from '../api/types'
import { type FacetSpec, facetsOf } from './facetSpec'
import type { Filters } from './useFilters'

export type ValuesStatus = 'loading' | 'ready' | 'failed'

interface FacetValues {
  values: FacetValue[]
  least: number | null
  most: number | null
  state: ValuesStatus
}

/**
 * The values of a facet with counts. Those open from the start are counted in one request; any other when it is opened.
 */
export function useFacetValues(filters: Filters, spec: FacetSpec, key?: string): FacetValues {
  const { project, set, filter } = filters
  const name = key === undefined ? spec.column : `${spec.column}:${key}`
  const together = useMemo(() => facetsOf(set).filter((one) => one.open), [set])
  const wanted = spec.open && key === undefined ? together.map((one) => one.column) : [name]
  const { data, isError } = useQuery(facetCountsQuery(project, set.view, filter, wanted))
  const found = data?.find((one) => one.column === spec.column && one.key === (key ?? ''))
  return {
    values: found?.values ?? [],
    least: found?.least ?? null,
    most: found?.most ?? null,
    state: isError ? 'failed' : found ? 'ready' : 'loading',
  }
}
