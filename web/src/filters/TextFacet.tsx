import { useState } from 'react'
import { t } from '../i18n'
import type { Condition } from './condition'
import { on, replaced } from './conditions'
import type { FacetSpec } from './facetSpec'
import classes from './TextFacet.module.css'
import type { Filters } from './useFilters'

interface TextFacetProps {
  filters: Filters
  spec: FacetSpec
  /** The metadata key that the text is of. */
  entry?: string
}

/** A text to compare with. Several add up; their chips take them off again. */
export function TextFacet({ filters, spec, entry }: TextFacetProps) {
  const { conditions } = filters.filter
  const operators = Object.entries(t.filters.textOperators).filter(
    // Long texts are found by their index; other ways would read them all.
    ([name]) => (spec.kind === 'words' ? name === 'matches' || name === '=' : name !== 'matches'),
  )
  const [operator, setOperator] = useState(operators[0]?.[0] ?? '=')
  const [text, setText] = useState('')
  const label = entry ?? spec.label
  const add = () => {
    const value = text.trim()
    if (!value) return
    const next: Condition =
      entry === undefined
        ? { column: spec.column, type: 'string', operator, value }
        : { column: spec.column, type: 'stringObject', operator, value, key: entry }
    filters.change(replaced(conditions, spec.column, [...on(conditions, spec.column), next]))
    setText('')
  }
  return (
    <div className={classes.root}>
      <select
        className={classes.operator}
        aria-label={`${t.filters.operator}: ${label}`}
        value={operator}
        onChange={(event) => setOperator(event.target.value)}
      >
        {operators.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <div className={classes.row}>
        <input
          className={classes.field}
          aria-label={`${t.filters.value}: ${label}`}
          placeholder={t.filters.value}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <button type="button" className={classes.add} disabled={!text.trim()} onClick={add}>
          {t.filters.add}
        </button>
      </div>
    </div>
  )
}
