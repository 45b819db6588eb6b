import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { fetchObservations, type ObservationOrder, type ObservationRow } from '../../api/lists'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { FIRST } from '../../components/sdkPrograms'
import { writeFilter } from '../../filters/condition'
import { FilteredList } from '../../filters/FilteredList'
import { filterOfSearch, type ListSearch } from '../../filters/listSearch'
import { OBSERVATION_FILTERS } from '../../filters/sets'
import { useFilters } from '../../filters/useFilters'
import { t } from '../../i18n'
import { ColumnMenu } from '../../table/ColumnMenu'
import { DataTable } from '../../table/DataTable'
import { ListEmpty } from '../../table/ListEmpty'
import { ListStates } from '../../table/ListStates'
import { MarkedBar } from '../../table/MarkedBar'
import { useColumns } from '../../table/useColumns'
import { useLiveList } from '../../table/useLiveList'
import { useMarks } from '../../table/useMarks'
import { useScoreNames } from '../../table/useScoreNames'
import { isOpen } from '../../time/range'
import { AddToMenu } from '../trace/AddToMenu'
import { observationColumns } from './observationColumns'

const HEIGHT = 52

// Ids of observations are unique in their trace alone.
const idOf = (row: ObservationRow) => `${row.traceId} ${row.id}`

/** The observations of all traces, newest first, narrowed by what the address says. */
export function ObservationsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/observations' })
  const navigate = useNavigate({ from: '/project/$projectId/observations' })
  const scroller = useRef<HTMLDivElement>(null)
  const filter = useMemo(() => filterOfSearch(search), [search])
  const order = (search.order ?? 'time.desc') as ObservationOrder
  const choice = useColumns('observations')
  const columns = useMemo(() => observationColumns(project, choice.scores), [project, choice.scores])
  const scoreNames = useScoreNames(project, 'observations', filter.range)
  const list = useLiveList<ObservationRow>({
    project,
    queryKey: ['observations', project, 'list', filter, order, choice.scores],
    fetchPage: fetchObservations(project, filter, order, [...choice.scores]),
    idOf,
    isLive: isOpen(filter.range) && order === 'time.desc',
    atTop: () => (scroller.current?.scrollTop ?? 0) < 8,
    charts: [['observations', project, 'facets']],
  })
  const marks = useMarks(useMemo(() => list.rows.map(idOf), [list.rows]))
  const marked = list.rows.filter((row) => marks.ids.has(idOf(row)))
  useTitle(t.observations.title)

  const change = (part: Partial<ListSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const filters = useFilters(project, OBSERVATION_FILTERS, filter, (conditions) =>
    change({ filter: writeFilter(conditions) }),
  )
  const { query, rows } = list

  return (
    <FilteredList
      filters={filters}
      placeholder={t.observations.searchPlaceholder}
      onSearch={(q) => change({ q }, true)}
      onClear={() => change({ q: undefined, filter: undefined })}
      hasErrors
      head={
        <PageHead
          title={t.observations.title}
          note={query.data ? t.observations.total(list.total) : undefined}
        >
          <RangePicker value={filter.range} onChange={(range) => change({ range })} />
          <ColumnMenu columns={columns} choice={choice} scores={scoreNames} />
        </PageHead>
      }
    >
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={
          <ListEmpty
            filter={filter}
            texts={t.observations}
            first={FIRST.observations}
            onWiden={() => change({ range: 'all' })}
          />
        }
      >
        <DataTable
          label={t.observations.list}
          rows={rows}
          total={list.total}
          columns={columns}
          chosen={choice.keys}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) =>
            void navigate({
              to: '/project/$projectId/traces/$traceId',
              params: { projectId: project, traceId: row.traceId },
              search: { o: row.id },
            })
          }
          order={order}
          onOrder={(next) => change({ order: next === 'time.desc' ? undefined : next })}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          marks={marks}
          fresh={list.fresh}
          isStale={query.isPlaceholderData}
          waiting={{
            count: list.waiting,
            label: t.observations.newObservations(list.waiting),
            onShow: () => void list.showNew(),
          }}
          scroller={scroller}
        >
          <MarkedBar marks={marks} copied={marked.map((row) => row.id).join('\n')}>
            <AddToMenu
              subjects={marked.map((row) => ({ traceId: row.traceId, observationId: row.id }))}
              variant="default"
            />
          </MarkedBar>
        </DataTable>
      </ListStates>
    </FilteredList>
  )
}
