import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useLiveTraces } from '../../api/live'
import { sessionsQuery } from '../../api/sessions'
import { facetsQuery } from '../../api/traces'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { Facet } from '../../components/Facet'
import { PageHead } from '../../components/PageHead'
import { PageError } from '../../components/PageState'
import { RangePicker } from '../../components/RangePicker'
import { SearchField } from '../../components/SearchField'
import filters from '../../filters/FilterBar.module.css'
import { t } from '../../i18n'
import { ListSkeleton } from '../../table/ListSkeleton'
import { SessionsEmpty } from './SessionsEmpty'
import { SessionTable } from './SessionTable'
import { SESSIONS_RANGE, type SessionsSearch } from './search'

/** All sessions, latest activity first. */
export function SessionsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/sessions' })
  const navigate = useNavigate({ from: '/project/$projectId/sessions' })
  const queries = useQueryClient()
  const filter = useMemo(() => ({ ...search, range: search.range ?? SESSIONS_RANGE }), [search])
  const query = useInfiniteQuery(sessionsQuery(project, filter))
  const { data: facets } = useQuery(facetsQuery(project, { range: filter.range, conditions: [] }))
  useTitle(t.sessions.title)
  useLiveTraces(project, () => void queries.invalidateQueries({ queryKey: ['sessions', project, 'list'] }))

  const change = (part: Partial<SessionsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const total = query.data?.pages[0]?.total ?? 0

  return (
    <div style={{ display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 }}>
      <PageHead title={t.sessions.title} note={query.data ? t.sessions.total(total) : undefined}>
        <RangePicker value={filter.range} onChange={(range) => change({ range })} />
      </PageHead>
      <div className={filters.root}>
        <SearchField
          value={filter.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={t.sessions.searchPlaceholder}
          width={250}
        />
        <Button
          variant="default"
          aria-pressed={filter.errors ?? false}
          className={filters.toggle}
          data-tone="error"
          leftSection={<CircleAlert size={14} aria-hidden />}
          onClick={() => change({ errors: filter.errors ? undefined : true })}
        >
          {t.traces.errorsOnly}
        </Button>
        <Facet
          label={t.traces.facets.environment}
          values={facets?.environments ?? []}
          chosen={filter.environment}
          onChange={(environment) => change({ environment })}
        />
        <Facet
          label={t.traces.facets.user}
          values={facets?.users ?? []}
          chosen={filter.user}
          onChange={(user) => change({ user })}
        />
      </div>
      {query.isError && rows.length === 0 ? (
        <PageError error={query.error} />
      ) : query.isPending ? (
        <ListSkeleton height={52} />
      ) : rows.length === 0 ? (
        <SessionsEmpty filter={filter} onWiden={() => change({ range: 'all' })} />
      ) : (
        <SessionTable
          rows={rows}
          total={total}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
        />
      )}
    </div>
  )
}
