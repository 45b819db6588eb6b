import { useMemo } from 'react'
import type { Condition } from './condition'
import type { Conditions } from './conditions'
import { type FacetSpec, type FilterSet, facetsOf } from './facetSpec'

/** What the rows of a list are narrowed by; the same for the list, its facets and its chart. */
export interface ListFilter {
  range: string
  q?: string
  hidden?: true
  conditions: Conditions
}

/** The filters of a page with the ways to change them. */
export interface Filters {
  project: string
  set: FilterSet
  filter: ListFilter
  specs: ReadonlyMap<string, FacetSpec>
  /** Replace the conditions. */
  change: (conditions: Condition[]) => void
}

/** Join what the address says with what can be filtered. */
export function useFilters(
  project: string,
  set: FilterSet,
  filter: ListFilter,
  change: (conditions: Condition[]) => void,
): Filters {
  const specs = useMemo(() => new Map(facetsOf(set).map((spec) => [spec.column, spec])), [set])
  return { project, set, filter, specs, change }
}
