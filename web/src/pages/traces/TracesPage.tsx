import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { EyeOff, Rows2, Rows3 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { fetchTraces, type TraceLine, type TraceOrder } from '../../api/lists'
import { facetsQuery } from '../../api/traces'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { writeFilter } from '../../filters/condition'
import bar from '../../filters/FilterBar.module.css'
import { FilteredList } from '../../filters/FilteredList'
import { filterOfSearch, type ListSearch } from '../../filters/listSearch'
import { TRACE_FILTERS } from '../../filters/sets'
import { useFilters } from '../../filters/useFilters'
import { t } from '../../i18n'
import { ColumnMenu } from '../../table/ColumnMenu'
import { DataTable } from '../../table/DataTable'
import { ListStates } from '../../table/ListStates'
import { useColumns } from '../../table/useColumns'
import { useLiveList } from '../../table/useLiveList'
import { useMarks } from '../../table/useMarks'
import { useScoreNames } from '../../table/useScoreNames'
import { isOpen } from '../../time/range'
import { HistogramStrip } from './HistogramStrip'
import { MarkedTraces } from './MarkedTraces'
import { TracesEmpty } from './TracesEmpty'
import { traceColumns } from './traceColumns'

const idOf = (row: TraceLine) => row.id

/** The trace list, newest first, narrowed by what the address says. */
export function TracesPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/traces' })
  const navigate = useNavigate({ from: '/project/$projectId/traces' })
  const scroller = useRef<HTMLDivElement>(null)
  const [dense, setDense] = useLocalStorage({
    key: 'sidelight-traces-dense',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const filter = useMemo(() => filterOfSearch(search), [search])
  const order = (search.order ?? 'time.desc') as TraceOrder
  const choice = useColumns('traces')
  const columns = useMemo(() => traceColumns(project, dense, choice.scores), [project, dense, choice.scores])
  const scoreNames = useScoreNames(project, 'traces', filter.range)
  const { data: facets } = useQuery(facetsQuery(project, filter))
  const list = useLiveList<TraceLine>({
    project,
    queryKey: ['traces', project, 'list', filter, order, choice.scores],
    fetchPage: fetchTraces(project, filter, order, [...choice.scores]),
    idOf,
    isLive: isOpen(filter.range) && order === 'time.desc',
    atTop: () => (scroller.current?.scrollTop ?? 0) < 8,
    charts: [
      ['traces', project, 'histogram'],
      ['traces', project, 'facets'],
    ],
  })
  const marks = useMarks(useMemo(() => list.rows.map(idOf), [list.rows]))
  useTitle(t.traces.title)

  const change = (part: Partial<ListSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const filters = useFilters(project, TRACE_FILTERS, filter, (conditions) =>
    change({ filter: writeFilter(conditions) }),
  )
  const { query, rows } = list
  const hiddenTitles = facets?.hiddenTitles ?? 0

  return (
    <FilteredList
      filters={filters}
      placeholder={t.traces.searchPlaceholder}
      onSearch={(q) => change({ q }, true)}
      onClear={() => change({ q: undefined, filter: undefined })}
      hasErrors
      extras={
        (filter.hidden || hiddenTitles > 0) && (
          <Tooltip label={t.traces.hiddenTitlesHelp} multiline w={260}>
            <Button
              variant="default"
              className={bar.toggle}
              aria-pressed={filter.hidden ?? false}
              leftSection={<EyeOff size={14} aria-hidden />}
              onClick={() => change({ hidden: filter.hidden ? undefined : true })}
            >
              {t.traces.hiddenTitles(hiddenTitles)}
            </Button>
          </Tooltip>
        )
      }
      head={
        <PageHead title={t.traces.title} note={query.data ? t.traces.total(list.total) : undefined}>
          <RangePicker value={filter.range} onChange={(range) => change({ range })} />
          <ColumnMenu columns={columns} choice={choice} scores={scoreNames} />
          <Tooltip label={dense ? t.traces.densityTwo : t.traces.densityOne}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={dense ? t.traces.densityTwo : t.traces.densityOne}
              onClick={() => setDense(!dense)}
            >
              {dense ? <Rows2 size={15} aria-hidden /> : <Rows3 size={15} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </PageHead>
      }
    >
      <HistogramStrip project={project} filter={filter} onZoom={(range) => change({ range })} />
      <ListStates
        query={query}
        count={rows.length}
        height={dense ? 34 : 52}
        empty={<TracesEmpty filter={filter} onWiden={() => change({ range: 'all' })} />}
      >
        <DataTable
          label={t.traces.list}
          rows={rows}
          total={list.total}
          columns={columns}
          chosen={choice.keys}
          height={dense ? 34 : 52}
          idOf={idOf}
          onOpen={(row) =>
            void navigate({
              to: '/project/$projectId/traces/$traceId',
              params: { projectId: project, traceId: row.id },
              search: {},
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
            label: t.traces.newTraces(list.waiting),
            onShow: () => void list.showNew(),
          }}
          scroller={scroller}
        >
          <MarkedTraces project={project} rows={rows} marks={marks} />
        </DataTable>
      </ListStates>
    </FilteredList>
  )
}
