import { Button, Tooltip } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { GitCompareArrows, Trash2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type ExperimentFilter, type ExperimentRow, fetchExperiments } from '../../api/experiments'
import { useMay } from '../../app/useRole'
import { t } from '../../i18n'
import type { Column } from '../../table/column'
import { DataTable } from '../../table/DataTable'
import { ListStates } from '../../table/ListStates'
import { MarkedBar } from '../../table/MarkedBar'
import { useLiveList } from '../../table/useLiveList'
import { useMarks } from '../../table/useMarks'
import { DeleteExperiments } from './DeleteExperiments'
import classes from './ExperimentList.module.css'
import { ExperimentsEmpty } from './ExperimentsEmpty'
import { experimentColumns, scoreNames } from './experimentColumns'
import { RunCharts } from './RunCharts'
import { MOST_COMPARED } from './results/search'

const HEIGHT = 48
const idOf = (row: ExperimentRow) => row.id

interface ExperimentListProps {
  project: string
  filter: ExperimentFilter
  order: string
  onOrder: (order: string) => void
  onWiden: () => void
  /** The list is about one dataset: its runs are comparable, so that charts make sense. */
  dataset?: { id: string; name: string }
}

/** Experiments in a table: marked ones can be compared or deleted. */
export function ExperimentList({ project, filter, order, onOrder, onWiden, dataset }: ExperimentListProps) {
  const navigate = useNavigate()
  const may = useMay('member')
  const [deleting, setDeleting] = useState(false)
  const list = useLiveList<ExperimentRow>({
    project,
    queryKey: ['experiments', project, 'list', filter, order],
    fetchPage: fetchExperiments(project, filter, order),
    idOf,
    isLive: false,
    atTop: () => true,
    charts: [],
  })
  const { query, rows } = list
  const marks = useMarks(useMemo(() => rows.map(idOf), [rows]))
  const marked = rows.filter((row) => marks.ids.has(row.id))
  const columns: Column<ExperimentRow>[] = useMemo(
    () => experimentColumns(project, scoreNames(rows), !dataset),
    [project, rows, dataset],
  )
  const tooFew = marked.length < 2
  const tooMany = marked.length > MOST_COMPARED
  const open = (ids: readonly string[]) =>
    void navigate({
      to: '/project/$projectId/experiments/results',
      params: { projectId: project },
      search: { baseline: ids[0] ?? '', runs: ids.length > 1 ? ids.slice(1) : undefined },
    })

  return (
    <>
      {(dataset || filter.dataset?.length === 1) && rows.length > 1 && (
        <RunCharts runs={[...rows].sort((a, b) => a.startTime.localeCompare(b.startTime))} />
      )}
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={<ExperimentsEmpty filter={filter} dataset={dataset} onWiden={onWiden} />}
      >
        <DataTable
          label={t.experiments.list}
          rows={rows}
          total={list.total}
          columns={columns}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) => open([row.id])}
          order={order}
          onOrder={onOrder}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          isStale={query.isPlaceholderData}
          marks={marks}
        >
          {list.unsorted > 0 && (
            <p className={classes.unsorted} role="note">
              {t.experiments.unsorted(list.total - list.unsorted, list.unsorted)}
            </p>
          )}
          <MarkedBar marks={marks} copied={[...marks.ids].join('\n')}>
            <Tooltip
              label={tooMany ? t.experiments.compareMany(MOST_COMPARED) : t.experiments.compareFew}
              disabled={!tooFew && !tooMany}
            >
              <Button
                leftSection={<GitCompareArrows size={14} aria-hidden />}
                data-disabled={tooFew || tooMany || undefined}
                aria-disabled={tooFew || tooMany}
                onClick={() =>
                  tooFew || tooMany
                    ? undefined
                    : // The oldest is what the others are compared with.
                      open([...marked].sort((a, b) => a.startTime.localeCompare(b.startTime)).map(idOf))
                }
              >
                {t.experiments.compare}
              </Button>
            </Tooltip>
            {may && (
              <Button
                variant="default"
                leftSection={<Trash2 size={14} aria-hidden />}
                onClick={() => setDeleting(true)}
              >
                {t.common.delete}
              </Button>
            )}
          </MarkedBar>
        </DataTable>
      </ListStates>
      {deleting && (
        <DeleteExperiments
          project={project}
          rows={marked}
          onDone={() => marks.setAll([])}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  )
}
