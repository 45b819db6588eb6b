import { BooleanFacet } from './BooleanFacet'
import { type FacetSpec, hasKey } from './facetSpec'
import { KeyFacet } from './KeyFacet'
import { OptionsFacet } from './OptionsFacet'
import { RangeFacet } from './RangeFacet'
import { TextFacet } from './TextFacet'
import type { Filters } from './useFilters'

/** The inside of a facet, by its kind. */
export function FacetBody({ filters, spec }: { filters: Filters; spec: FacetSpec }) {
  if (hasKey(spec.kind)) return <KeyFacet filters={filters} spec={spec} />
  if (spec.kind === 'number') return <RangeFacet filters={filters} spec={spec} />
  if (spec.kind === 'boolean') return <BooleanFacet filters={filters} spec={spec} />
  if (spec.kind === 'text' || spec.kind === 'words') return <TextFacet filters={filters} spec={spec} />
  return <OptionsFacet filters={filters} spec={spec} />
}
