import { useNavigate, useSearch } from '@tanstack/react-router'
import { ChartColumn } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { fetchScores, type ScoreRow } from '../../api/lists'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { FIRST } from '../../components/sdkPrograms'
import { writeFilter } from '../../filters/condition'
import { FilteredList } from '../../filters/FilteredList'
import { filterOfSearch, type ListSearch } from '../../filters/listSearch'
import { SCORE_FILTERS } from '../../filters/sets'
import { useFilters } from '../../filters/useFilters'
import { t } from '../../i18n'
import { ColumnMenu } from '../../table/ColumnMenu'
import { DataTable } from '../../table/DataTable'
import { ListEmpty } from '../../table/ListEmpty'
import { ListStates } from '../../table/ListStates'
import { useColumns } from '../../table/useColumns'
import { useLiveList } from '../../table/useLiveList'
import { useMarks } from '../../table/useMarks'
import { isOpen } from '../../time/range'
import { Distributions } from './Distributions'
import { MarkedScores } from './MarkedScores'
import { scoreListColumns } from './scoreColumns'
import { SCORES_RANGE } from './search'

const HEIGHT = 46
const idOf = (row: ScoreRow) => row.id

/** All scores, newest first, narrowed by what the address says, with how their values are distributed. */
export function ScoresPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/scores' })
  const navigate = useNavigate({ from: '/project/$projectId/scores' })
  const scroller = useRef<HTMLDivElement>(null)
  const filter = useMemo(() => filterOfSearch(search, SCORES_RANGE), [search])
  const choice = useColumns('scores')
  const columns = useMemo(() => scoreListColumns(project), [project])
  const list = useLiveList<ScoreRow>({
    project,
    queryKey: ['scores', project, 'list', filter],
    fetchPage: fetchScores(project, filter),
    idOf,
    isLive: isOpen(filter.range),
    atTop: () => (scroller.current?.scrollTop ?? 0) < 8,
    charts: [
      ['scores', project, 'distributions'],
      ['scores', project, 'facets'],
    ],
  })
  const marks = useMarks(useMemo(() => list.rows.map(idOf), [list.rows]))
  useTitle(t.scores.title)

  const change = (part: Partial<ListSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const filters = useFilters(project, SCORE_FILTERS, filter, (conditions) =>
    change({ filter: writeFilter(conditions) }),
  )
  const { query, rows } = list

  return (
    <FilteredList
      filters={filters}
      placeholder={t.scores.searchPlaceholder}
      onSearch={(q) => change({ q }, true)}
      onClear={() => change({ q: undefined, filter: undefined })}
      head={
        <PageHead title={t.scores.title} note={query.data ? t.scores.total(list.total) : undefined}>
          <RangePicker
            value={filter.range}
            onChange={(range) => change({ range: range === SCORES_RANGE ? undefined : range })}
          />
          <ColumnMenu columns={columns} choice={choice} />
          <ButtonLink
            to="/project/$projectId/scores/analytics"
            params={{ projectId: project }}
            search={{}}
            variant="default"
            leftSection={<ChartColumn size={14} aria-hidden />}
          >
            {t.scoreAnalytics.open}
          </ButtonLink>
        </PageHead>
      }
    >
      <Distributions filters={filters} />
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={
          <ListEmpty
            filter={filter}
            texts={t.scores}
            first={FIRST.scores}
            onWiden={() => change({ range: 'all' })}
          />
        }
      >
        <DataTable
          label={t.scores.list}
          rows={rows}
          total={list.total}
          columns={columns}
          chosen={choice.keys}
          height={HEIGHT}
          idOf={idOf}
          order="time.desc"
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          marks={marks}
          fresh={list.fresh}
          isStale={query.isPlaceholderData}
          waiting={{
            count: list.waiting,
            label: t.scores.newScores(list.waiting),
            onShow: () => void list.showNew(),
          }}
          scroller={scroller}
        >
          <MarkedScores project={project} rows={rows} marks={marks} />
        </DataTable>
      </ListStates>
    </FilteredList>
  )
}
