/** How a facet is shown and what conditions it makes. */
export type FacetKind =
  | 'options'
  | 'array'
  | 'number'
  | 'boolean'
  | 'text'
  | 'words'
  | 'map'
  | 'scoreNumber'
  | 'scoreCategory'
  | 'scoreBoolean'

export type FacetUnit = 'seconds' | 'dollars' | 'count'

/** A column that a list can be narrowed by. */
export interface FacetSpec {
  /** The column's name in the API's filter language. */
  column: string
  kind: FacetKind
  label: string
  unit?: FacetUnit
  /** Open from the start. Open facets are counted together, others when they are opened. */
  open?: boolean
  /** Values have names of their own. */
  nameOf?: (value: string) => string
}

export interface FacetGroup {
  label: string
  facets: FacetSpec[]
}

/** What can be filtered in one list. */
export interface FilterSet {
  view: 'traces' | 'observations' | 'scores'
  groups: FacetGroup[]
}

export const facetsOf = (set: FilterSet): FacetSpec[] => set.groups.flatMap((group) => group.facets)

/** Facets whose conditions name a key: one of the metadata, or a score. */
export const hasKey = (kind: FacetKind): boolean =>
  kind === 'map' || kind === 'scoreNumber' || kind === 'scoreCategory' || kind === 'scoreBoolean'
