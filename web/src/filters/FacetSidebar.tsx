import { X } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { t } from '../i18n'
import { FacetBody } from './FacetBody'
import { FacetSection } from './FacetSection'
import classes from './FacetSidebar.module.css'
import type { Filters } from './useFilters'

interface FacetSidebarProps {
  filters: Filters
  /** The field that finds facets by name. */
  finder: RefObject<HTMLInputElement | null>
  onClose: () => void
}

/** Everything that the list can be narrowed by, in groups. */
export function FacetSidebar({ filters, finder, onClose }: FacetSidebarProps) {
  const [search, setSearch] = useState('')
  const word = search.trim().toLowerCase()
  const groups = filters.set.groups
    .map(({ label, facets }) => ({
      label,
      facets: word ? facets.filter((one) => one.label.toLowerCase().includes(word)) : facets,
    }))
    .filter((group) => group.facets.length > 0)
  return (
    <aside className={classes.root} aria-label={t.filters.title}>
      <div className={classes.head}>
        <input
          ref={finder}
          className={classes.find}
          placeholder={t.filters.find}
          aria-label={t.filters.find}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            setSearch('')
            event.currentTarget.blur()
          }}
        />
        <button type="button" className={classes.close} aria-label={t.filters.hide} onClick={onClose}>
          <X size={14} aria-hidden />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <div className={classes.list} tabIndex={0} role="region" aria-label={t.filters.title}>
        {groups.length === 0 && <p className={classes.none}>{t.filters.nothingFound}</p>}
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <h2 className={classes.group}>{group.label}</h2>
            {group.facets.map((spec) => (
              <FacetSection
                key={spec.column}
                filters={filters}
                spec={spec}
                isFound={word !== '' && group.facets.length <= 3}
              >
                {() => <FacetBody filters={filters} spec={spec} />}
              </FacetSection>
            ))}
          </div>
        ))}
      </div>
    </aside>
  )
}
