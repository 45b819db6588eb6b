import { useId, useState } from 'react'
import { formatCompact, formatCount } from '../format/number'
import { t } from '../i18n'
import { choose, chosenOf, on, replaced } from './conditions'
import type { FacetSpec } from './facetSpec'
import classes from './OptionsFacet.module.css'
import { useFacetValues } from './useFacetValues'
import type { Filters } from './useFilters'
import { ValuesState } from './ValuesState'

const FEW = 8
const MANY = 40

interface OptionsFacetProps {
  filters: Filters
  spec: FacetSpec
  /** The metadata key or score that the values are of. */
  entry?: string
}

/** Values with how often each occurs, to choose or to exclude. The chosen stay listed even when none is left. */
export function OptionsFacet({ filters, spec, entry }: OptionsFacetProps) {
  const { conditions } = filters.filter
  const { values, state } = useFacetValues(filters, spec, entry)
  const [search, setSearch] = useState('')
  const [isLong, setLong] = useState(false)
  const id = useId()
  const chosen = chosenOf(conditions, spec, entry)
  const nameOf = (value: string) => (value === '' ? t.common.none : (spec.nameOf?.(value) ?? value))
  const known = new Set(values.map((one) => one.value))
  const all = [
    ...chosen.values.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 })),
    ...values,
  ]
  const word = search.trim().toLowerCase()
  const found = word ? all.filter((one) => nameOf(one.value).toLowerCase().includes(word)) : all
  const room = isLong || word ? MANY : FEW
  // What is chosen is seen, however rare it is.
  const shown = found.filter((one, index) => index < room || chosen.values.includes(one.value))
  const most = Math.max(1, ...all.map((one) => one.count))
  const isText = spec.kind === 'options' && !spec.nameOf && entry === undefined
  const modes = spec.kind === 'array' ? ['any of', 'all of', 'none of'] : ['any of', 'none of']
  const change = (next: string[], operator: string) =>
    filters.change(choose(conditions, spec, next, operator, entry))
  const toggle = (value: string) =>
    change(
      chosen.values.includes(value)
        ? chosen.values.filter((one) => one !== value)
        : [...chosen.values, value],
      chosen.operator,
    )
  const addContains = () => {
    if (!word || !isText) return
    const before = on(conditions, spec.column)
    const next = { column: spec.column, type: 'string' as const, operator: 'contains', value: search.trim() }
    filters.change(replaced(conditions, spec.column, [...before, next]))
    setSearch('')
  }

  return (
    <div>
      {(all.length > FEW || word) && (
        <input
          className={classes.search}
          placeholder={t.filters.findValue}
          aria-label={`${t.filters.findValue}: ${spec.label}`}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') addContains()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
      )}
      <ValuesState state={state} isEmpty={all.length === 0} />
      <div role="group" aria-label={spec.label} data-waiting={state === 'loading' || undefined}>
        {shown.map((one, index) => (
          <label
            key={one.value}
            className={classes.item}
            htmlFor={`${id}-${index}`}
            title={nameOf(one.value)}
            data-none={one.count === 0 || undefined}
          >
            <span className={classes.meter} style={{ width: `${(100 * one.count) / most}%` }} aria-hidden />
            <input
              id={`${id}-${index}`}
              type="checkbox"
              checked={chosen.values.includes(one.value)}
              onChange={() => toggle(one.value)}
            />
            <span className={classes.name}>{nameOf(one.value)}</span>
            <span className={classes.count} title={formatCount(one.count)}>
              {formatCompact(one.count)}
            </span>
          </label>
        ))}
      </div>
      {word && isText && (
        <button type="button" className={classes.more} onClick={addContains}>
          {t.filters.containsHint(search.trim())}
        </button>
      )}
      {!word && !isLong && found.length > shown.length && (
        <button type="button" className={classes.more} onClick={() => setLong(true)}>
          {t.filters.showMore(formatCount(Math.min(found.length, MANY) - shown.length))}
        </button>
      )}
      {chosen.values.length > 0 && (
        <select
          className={classes.mode}
          aria-label={`${t.filters.operator}: ${spec.label}`}
          value={chosen.operator}
          onChange={(event) => change(chosen.values, event.target.value)}
        >
          {modes.map((mode) => (
            <option key={mode} value={mode}>
              {t.filters.modes[mode]}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
