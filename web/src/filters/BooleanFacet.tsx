import { useId } from 'react'
import { formatCompact } from '../format/number'
import { t } from '../i18n'
import { on, replaced } from './conditions'
import type { FacetSpec } from './facetSpec'
import classes from './OptionsFacet.module.css'
import { useFacetValues } from './useFacetValues'
import type { Filters } from './useFilters'

interface BooleanFacetProps {
  filters: Filters
  spec: FacetSpec
  /** The score that the answers are of. */
  entry?: string
}

/** Yes or no, each with how often it occurs; choosing the chosen again takes it back. */
export function BooleanFacet({ filters, spec, entry }: BooleanFacetProps) {
  const { conditions } = filters.filter
  const { values } = useFacetValues(filters, spec, entry)
  const id = useId()
  const found = on(conditions, spec.column, entry).find((one) => typeof one.value === 'boolean')
  const chosen = found ? found.value === (found.operator === '=') : undefined
  const set = (value: boolean) => {
    const next =
      chosen === value
        ? []
        : [
            entry === undefined
              ? { column: spec.column, type: 'boolean' as const, operator: '=', value }
              : { column: spec.column, type: 'booleanObject' as const, operator: '=', value, key: entry },
          ]
    filters.change(replaced(conditions, spec.column, next, entry))
  }
  return (
    <div role="group" aria-label={entry ?? spec.label}>
      {[true, false].map((value) => (
        <label key={String(value)} className={classes.item} htmlFor={`${id}-${value}`}>
          <input
            id={`${id}-${value}`}
            type="checkbox"
            checked={chosen === value}
            onChange={() => set(value)}
          />
          <span className={classes.name}>
            {entry === undefined
              ? value
                ? t.filters.yes
                : t.filters.no
              : value
                ? t.scores.yes
                : t.scores.no}
          </span>
          <span className={classes.count}>
            {formatCompact(values.find((one) => one.value === String(value))?.count ?? 0)}
          </span>
        </label>
      ))}
    </div>
  )
}
