import { useEffect, useState } from 'react'
import { formatCompact } from '../format/number'
import { t } from '../i18n'
import { limit, type Range, rangeOf } from './conditions'
import type { FacetSpec } from './facetSpec'
import classes from './RangeFacet.module.css'
import { useFacetValues } from './useFacetValues'
import type { Filters } from './useFilters'

interface RangeFacetProps {
  filters: Filters
  spec: FacetSpec
  /** The score that the numbers are of. */
  entry?: string
}

/** Least and greatest number; what occurs stands in the empty fields. */
export function RangeFacet({ filters, spec, entry }: RangeFacetProps) {
  const { conditions } = filters.filter
  const { least, most } = useFacetValues(filters, spec, entry)
  const range = rangeOf(conditions, spec.column, entry)
  const label = entry ?? spec.label
  const set = (part: Range) => filters.change(limit(conditions, spec.column, { ...range, ...part }, entry))
  return (
    <div className={classes.root}>
      <NumberField
        label={t.filters.least(label)}
        value={range.from}
        hint={least === null ? t.filters.from : shorten(least)}
        onChange={(from) => set({ from })}
      />
      <span aria-hidden>–</span>
      <NumberField
        label={t.filters.most(label)}
        value={range.to}
        hint={most === null ? t.filters.to : shorten(most)}
        onChange={(to) => set({ to })}
      />
      {spec.unit && t.filters.units[spec.unit] && (
        <span className={classes.unit}>{t.filters.units[spec.unit]}</span>
      )}
    </div>
  )
}

/** A bound in few characters. */
function shorten(value: number): string {
  return Math.abs(value) >= 1000 ? formatCompact(value) : String(Number(value.toPrecision(3)))
}

interface NumberFieldProps {
  label: string
  value: number | undefined
  hint: string
  onChange: (value: number | undefined) => void
}

/** A number that counts when the field is left or Enter is pressed. */
function NumberField({ label, value, hint, onChange }: NumberFieldProps) {
  const [text, setText] = useState(value === undefined ? '' : String(value))
  useEffect(() => setText(value === undefined ? '' : String(value)), [value])
  const commit = () => {
    const next = text.trim() === '' ? undefined : Number(text.replace(',', '.'))
    if (Number.isNaN(next)) setText(value === undefined ? '' : String(value))
    else if (next !== value) onChange(next)
  }
  return (
    <input
      className={classes.field}
      inputMode="decimal"
      aria-label={label}
      placeholder={hint}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}
