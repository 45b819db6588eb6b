import { useState } from 'react'
import { formatCompact } from '../format/number'
import { t } from '../i18n'
import { BooleanFacet } from './BooleanFacet'
import { on } from './conditions'
import type { FacetSpec } from './facetSpec'
import classes from './KeyFacet.module.css'
import { OptionsFacet } from './OptionsFacet'
import { RangeFacet } from './RangeFacet'
import { TextFacet } from './TextFacet'
import { useFacetValues } from './useFacetValues'
import type { Filters } from './useFilters'
import { ValuesState } from './ValuesState'

interface KeyFacetProps {
  filters: Filters
  spec: FacetSpec
}

/** First a key (of the metadata, or a score's name), then what its value must be. */
export function KeyFacet({ filters, spec }: KeyFacetProps) {
  const { values, state } = useFacetValues(filters, spec)
  const used = on(filters.filter.conditions, spec.column).at(-1)?.key ?? ''
  const [picked, setPicked] = useState('')
  const key = picked || used
  const prompt = spec.kind === 'map' ? t.filters.chooseKey : t.filters.chooseScore
  const known = values.some((one) => one.value === key)
  return (
    <div className={classes.root}>
      <ValuesState state={state} isEmpty={values.length === 0 && !key} />
      {(values.length > 0 || key) && (
        <select
          className={classes.key}
          aria-label={`${spec.label}: ${prompt}`}
          value={key}
          onChange={(event) => setPicked(event.target.value)}
        >
          <option value="">{prompt}</option>
          {key && !known && <option value={key}>{key}</option>}
          {values.map((one) => (
            <option key={one.value} value={one.value}>
              {one.value} ({formatCompact(one.count)})
            </option>
          ))}
        </select>
      )}
      {key && <Value key={key} filters={filters} spec={spec} name={key} />}
    </div>
  )
}

function Value({ filters, spec, name }: KeyFacetProps & { name: string }) {
  if (spec.kind === 'scoreNumber') return <RangeFacet filters={filters} spec={spec} entry={name} />
  if (spec.kind === 'scoreBoolean') return <BooleanFacet filters={filters} spec={spec} entry={name} />
  if (spec.kind === 'scoreCategory') return <OptionsFacet filters={filters} spec={spec} entry={name} />
  return <TextFacet filters={filters} spec={spec} entry={name} />
}
