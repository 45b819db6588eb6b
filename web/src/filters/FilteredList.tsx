import { Drawer } from '@mantine/core'
import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useRef, useState } from 'react'
import { t } from '../i18n'
import { usePageKeys } from '../shell/usePageKeys'
import { FacetSidebar } from './FacetSidebar'
import sidebar from './FacetSidebar.module.css'
import { FilterBar } from './FilterBar'
import classes from './FilteredList.module.css'
import type { Filters } from './useFilters'

interface FilteredListProps {
  head: ReactNode
  filters: Filters
  placeholder: string
  onSearch: (q: string | undefined) => void
  onClear: () => void
  hasErrors?: boolean
  /** More in the bar. */
  extras?: ReactNode
  children: ReactNode
}

/** A page with a list: head, bar, facets beside it. `f` goes to the facets, `/` to the search. */
export function FilteredList({ head, children, extras, ...bar }: FilteredListProps) {
  const isWide = useMediaQuery('(min-width: 1400px)', true, { getInitialValueInEffect: false })
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [preferred, setPreferred] = useLocalStorage<boolean | null>({
    key: 'sidelight-filters-open',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  // On a phone the facets cover the list: they are never there from the start.
  const [isDrawn, setDrawn] = useState(false)
  const isOpen = isPhone ? isDrawn : (preferred ?? isWide)
  const setOpen = (open: boolean) => (isPhone ? setDrawn(open) : setPreferred(open))
  const finder = useRef<HTMLInputElement>(null)
  usePageKeys([
    [
      'f',
      () => {
        setOpen(true)
        // The field exists only once the facets are drawn.
        window.setTimeout(() => finder.current?.focus())
      },
    ],
  ])
  const facets = <FacetSidebar filters={bar.filters} finder={finder} onClose={() => setOpen(false)} />
  return (
    <div className={classes.root}>
      {head}
      <FilterBar {...bar} isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
        {extras}
      </FilterBar>
      <div className={classes.body}>
        {isPhone ? (
          <Drawer
            opened={isOpen}
            onClose={() => setOpen(false)}
            position="left"
            size="88%"
            withCloseButton={false}
            padding={0}
            attributes={{ content: { 'aria-label': t.filters.title } }}
          >
            <div className={sidebar.drawer}>{facets}</div>
          </Drawer>
        ) : (
          isOpen && facets
        )}
        <div className={classes.main}>{children}</div>
      </div>
    </div>
  )
}
