import { Button } from '@mantine/core'
import { CircleAlert, ListFilter as FilterIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { SearchField } from '../components/SearchField'
import { t } from '../i18n'
import { without } from './conditions'
import classes from './FilterBar.module.css'
import { FilterChips } from './FilterChips'
import { ERRORS_ONLY } from './listSearch'
import type { Filters } from './useFilters'

interface FilterBarProps {
  filters: Filters
  placeholder: string
  isOpen: boolean
  onToggle: () => void
  onSearch: (q: string | undefined) => void
  onClear: () => void
  /** Whether the list has rows that fail. */
  hasErrors?: boolean
  children?: ReactNode
}

/** The line above a list that narrows it: search, shortcuts, and what is chosen. */
export function FilterBar(props: FilterBarProps) {
  const { filters, placeholder, isOpen, onToggle, onSearch, onClear, hasErrors, children } = props
  const { conditions, q } = filters.filter
  const errors = conditions.find((one) => isErrorsOnly(one))
  return (
    <div className={classes.root}>
      <Button
        variant="default"
        className={classes.toggle}
        aria-pressed={isOpen}
        leftSection={<FilterIcon size={14} aria-hidden />}
        onClick={onToggle}
        title={`${isOpen ? t.filters.hide : t.filters.show} (f)`}
      >
        {t.filters.title}
        {conditions.length > 0 && <b className={classes.count}>{conditions.length}</b>}
      </Button>
      <SearchField
        value={q ?? ''}
        onChange={(next) => onSearch(next || undefined)}
        placeholder={placeholder}
        width={230}
      />
      {hasErrors && (
        <Button
          variant="default"
          aria-pressed={errors !== undefined}
          className={classes.toggle}
          data-tone="error"
          leftSection={<CircleAlert size={14} aria-hidden />}
          onClick={() => filters.change(errors ? without(conditions, errors) : [...conditions, ERRORS_ONLY])}
        >
          {t.traces.errorsOnly}
        </Button>
      )}
      {children}
      <FilterChips filters={filters} onClear={onClear} />
    </div>
  )
}

const isErrorsOnly = (condition: { column: string; operator: string; value?: unknown }): boolean =>
  condition.column === ERRORS_ONLY.column &&
  condition.operator === ERRORS_ONLY.operator &&
  JSON.stringify(condition.value) === JSON.stringify(ERRORS_ONLY.value)
