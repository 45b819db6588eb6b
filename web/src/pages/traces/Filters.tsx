import { Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, EyeOff, X } from 'lucide-react'
import { facetsQuery, type TraceFilter } from '../../api/traces'
import { Facet } from '../../components/Facet'
import { SearchField } from '../../components/SearchField'
import { t } from '../../i18n'
import classes from './Filters.module.css'
import { isNarrowed, type TracesSearch } from './search'

const FACETS = [
  { key: 'environment', values: 'environments' },
  { key: 'user', values: 'users' },
  { key: 'model', values: 'models' },
  { key: 'name', values: 'names' },
  { key: 'source', values: 'sources' },
] as const

const NOTHING: Partial<TracesSearch> = {
  environment: undefined,
  user: undefined,
  model: undefined,
  name: undefined,
  source: undefined,
  session: undefined,
  errors: undefined,
  q: undefined,
}

interface FiltersProps {
  project: string
  filter: TraceFilter
  onChange: (part: Partial<TracesSearch>, replace?: boolean) => void
}

/** The bar that narrows the trace list. */
export function Filters({ project, filter, onChange }: FiltersProps) {
  const { data: facets } = useQuery(facetsQuery(project, filter))
  return (
    <div className={classes.root}>
      <SearchField
        value={filter.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined }, true)}
        placeholder={t.traces.searchPlaceholder}
        width={250}
      />
      <Button
        variant="default"
        aria-pressed={filter.errors ?? false}
        className={classes.toggle}
        data-tone="error"
        leftSection={<CircleAlert size={14} aria-hidden />}
        onClick={() => onChange({ errors: filter.errors ? undefined : true })}
      >
        {t.traces.errorsOnly}
      </Button>
      {FACETS.map(({ key, values }) => (
        <Facet
          key={key}
          label={t.traces.facets[key]}
          values={facets?.[values] ?? []}
          chosen={filter[key]}
          onChange={(chosen) => onChange({ [key]: chosen })}
        />
      ))}
      {filter.session && (
        <Button
          variant="default"
          className={classes.toggle}
          aria-pressed
          rightSection={<X size={13} aria-hidden />}
          onClick={() => onChange({ session: undefined })}
        >
          {t.traces.sessionFilter} {filter.session.slice(0, 8)}
        </Button>
      )}
      {(filter.hidden || (facets?.hiddenTitles ?? 0) > 0) && (
        <Tooltip label={t.traces.hiddenTitlesHelp} multiline w={260}>
          <Button
            variant="default"
            className={classes.toggle}
            aria-pressed={filter.hidden ?? false}
            leftSection={<EyeOff size={14} aria-hidden />}
            onClick={() => onChange({ hidden: filter.hidden ? undefined : true })}
          >
            {t.traces.hiddenTitles(facets?.hiddenTitles ?? 0)}
          </Button>
        </Tooltip>
      )}
      {isNarrowed(filter) && (
        <Button variant="subtle" onClick={() => onChange(NOTHING)}>
          {t.common.clearAll}
        </Button>
      )}
    </div>
  )
}
