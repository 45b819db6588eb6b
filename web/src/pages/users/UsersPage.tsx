import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { facetCountsQuery, fetchUsers, type UserOrder, type UserRow } from '../../api/lists'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { Facet } from '../../components/Facet'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { SearchField } from '../../components/SearchField'
import { FIRST } from '../../components/sdkPrograms'
import { onlyFilter, writeFilter } from '../../filters/condition'
import { choose, chosenOf } from '../../filters/conditions'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import type { FacetSpec } from '../../filters/facetSpec'
import { filterOfSearch, type ListSearch } from '../../filters/listSearch'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import { ListEmpty } from '../../table/ListEmpty'
import { ListStates } from '../../table/ListStates'
import { useLiveList } from '../../table/useLiveList'
import { USERS_RANGE } from './search'
import { userColumns } from './userColumns'

const HEIGHT = 40
const idOf = (row: UserRow) => row.id
const FACETS: FacetSpec[] = ['environment', 'name'].map((column) => ({
  column,
  kind: 'options',
  label: t.filters.columns[column] ?? column,
}))

/** Everybody that traces name, with what they did and what it cost. */
export function UsersPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/users' })
  const navigate = useNavigate({ from: '/project/$projectId/users' })
  const scroller = useRef<HTMLDivElement>(null)
  const filter = useMemo(() => filterOfSearch(search, USERS_RANGE), [search])
  const order = (search.order ?? 'last.desc') as UserOrder
  const columns = useMemo(() => userColumns(project, filter.range), [project, filter.range])
  const facets = useQuery(
    facetCountsQuery(
      project,
      'traces',
      { ...filter, q: undefined },
      FACETS.map(({ column }) => column),
    ),
  )
  const list = useLiveList<UserRow>({
    project,
    queryKey: ['users', project, 'list', filter, order],
    fetchPage: fetchUsers(project, filter, order),
    idOf,
    // Users move up whenever they do something: rows that jump about would be no help.
    isLive: false,
    atTop: () => true,
    charts: [],
  })
  useTitle(t.users.title)
  const change = (part: Partial<ListSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const { query, rows } = list

  return (
    <div className={page.root}>
      <PageHead title={t.users.title} note={query.data ? t.users.total(list.total) : undefined}>
        <RangePicker
          value={filter.range}
          onChange={(range) => change({ range: range === USERS_RANGE ? undefined : range })}
        />
      </PageHead>
      <div className={bar.root}>
        <SearchField
          value={filter.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={t.users.searchPlaceholder}
          width={230}
        />
        {FACETS.map((spec) => (
          <Facet
            key={spec.column}
            label={spec.label}
            values={facets.data?.find((one) => one.column === spec.column)?.values ?? []}
            chosen={chosenOf(filter.conditions, spec).values}
            onChange={(chosen) =>
              change({ filter: writeFilter(choose(filter.conditions, spec, chosen ?? [], 'any of')) })
            }
          />
        ))}
      </div>
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={
          <ListEmpty
            filter={filter}
            texts={t.users}
            first={FIRST.users}
            onWiden={() => change({ range: 'all' })}
          />
        }
      >
        <DataTable
          label={t.users.list}
          rows={rows}
          total={list.total}
          columns={columns}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) =>
            void navigate({
              to: '/project/$projectId/traces',
              params: { projectId: project },
              search: { ...onlyFilter('userId', row.id), range: filter.range },
            })
          }
          order={order}
          onOrder={(next) => change({ order: next === 'last.desc' ? undefined : next })}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          isStale={query.isPlaceholderData}
          scroller={scroller}
        />
      </ListStates>
    </div>
  )
}
