import { ChevronRight, X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useState } from 'react'
import { t } from '../i18n'
import { on, replaced } from './conditions'
import classes from './FacetSection.module.css'
import type { FacetSpec } from './facetSpec'
import type { Filters } from './useFilters'

interface FacetSectionProps {
  filters: Filters
  spec: FacetSpec
  /** Whether the reader looks for facets by name: those found are open. */
  isFound: boolean
  children: () => ReactNode
}

/** A facet that opens and closes. Its values are loaded when it is open. */
export function FacetSection({ filters, spec, isFound, children }: FacetSectionProps) {
  const active = on(filters.filter.conditions, spec.column).length > 0
  const [opened, setOpened] = useState(Boolean(spec.open) || active)
  const id = useId()
  // A filter that comes from elsewhere, such as a link or a chip, is shown where it can be changed.
  useEffect(() => {
    if (active) setOpened(true)
  }, [active])
  const isOpen = opened || isFound
  return (
    <section className={classes.root} data-active={active || undefined}>
      <h3 className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpened(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden className={classes.arrow} />
          {spec.label}
        </button>
        {active && (
          <button
            type="button"
            className={classes.clear}
            aria-label={t.filters.clear(spec.label)}
            onClick={() => filters.change(replaced(filters.filter.conditions, spec.column, []))}
          >
            <X size={13} aria-hidden />
          </button>
        )}
      </h3>
      <div id={id} hidden={!isOpen} className={classes.body}>
        {isOpen && children()}
      </div>
    </section>
  )
}
