import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Database, History, Plus, SearchX, Upload } from 'lucide-react'
import { useMemo } from 'react'
import { type ItemRow, itemsQuery } from '../../api/datasetItems'
import { datasetQuery } from '../../api/datasets'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { Notice } from '../../components/Notice'
import { PageError } from '../../components/PageState'
import { SdkSnippet } from '../../components/SdkSnippet'
import { SearchField } from '../../components/SearchField'
import { firstItem } from '../../components/sdkPrograms'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import { formatExact } from '../../format/moment'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import frame from '../../table/DataTable.module.css'
import { ListStates } from '../../table/ListStates'
import { useMarks } from '../../table/useMarks'
import { ChangesPanel } from './ChangesPanel'
import { DatasetHead } from './DatasetHead'
import { DatasetMenu } from './DatasetMenu'
import classes from './DatasetPage.module.css'
import { ExportMenu } from './ExportMenu'
import { ItemDrawer } from './ItemDrawer'
import { itemColumns } from './itemColumns'
import { MarkedItems } from './MarkedItems'
import { filterOf, type ItemsSearch, SHOWN_STATUSES, type ShownStatus } from './search'

const HEIGHT = 46
const says = t.datasets.page
const idOf = (row: ItemRow) => row.id

/** The items of a dataset, now or as they were, and one of them beside the list. */
export function DatasetPage() {
  const { projectId: project = '', datasetId = '', itemId } = useParams({ strict: false })
  const search = useSearch({ strict: false }) as ItemsSearch
  const navigate = useNavigate()
  const mayWrite = useMay('member')
  const { data: dataset, error } = useQuery(datasetQuery(project, datasetId))
  const filter = useMemo(() => filterOf(search), [search])
  const order = search.order ?? 'created.desc'
  const query = useInfiniteQuery(itemsQuery(project, datasetId, filter, order))
  const rows = useMemo(() => query.data?.pages.flatMap((one) => one.items) ?? [], [query.data])
  const total = query.data?.pages[0]?.total ?? 0
  const marks = useMarks(useMemo(() => rows.map(idOf), [rows]))
  const columns = useMemo(() => itemColumns(project, datasetId, search), [project, datasetId, search])
  useTitle(dataset?.name ?? t.datasets.title)

  const params = { projectId: project, datasetId }
  const listSearch: ItemsSearch = { q: search.q, status: search.status, at: search.at, order: search.order }
  const change = (part: Partial<ItemsSearch>, replace = false) => {
    const next = { ...search, ...part }
    void (itemId === undefined
      ? navigate({ to: '/project/$projectId/datasets/$datasetId', params, search: next, replace })
      : navigate({
          to: '/project/$projectId/datasets/$datasetId/items/$itemId',
          params: { ...params, itemId },
          search: next,
          replace,
        }))
  }
  const close = () =>
    void navigate({ to: '/project/$projectId/datasets/$datasetId', params, search: listSearch })
  const open = (item: string) =>
    void navigate({
      to: '/project/$projectId/datasets/$datasetId/items/$itemId',
      params: { ...params, itemId: item },
      search: { ...listSearch, tab: search.tab, version: search.at },
      replace: itemId !== undefined,
    })
  const place = rows.findIndex((row) => row.id === itemId)
  const isNarrowed = Boolean(search.q) || search.status !== undefined

  if (error && !dataset) {
    return (
      <PageError error={error}>
        <ButtonLink to="/project/$projectId/datasets" params={{ projectId: project }} variant="default">
          {t.datasets.title}
        </ButtonLink>
      </PageError>
    )
  }
  const add = mayWrite && (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => change({ new: true, at: undefined })}>
      {says.add}
    </Button>
  )
  const importLink = mayWrite && (
    <ButtonLink
      to="/project/$projectId/datasets/$datasetId/import"
      params={params}
      variant="default"
      leftSection={<Upload size={14} aria-hidden />}
    >
      {says.import}
    </ButtonLink>
  )
  return (
    <div className={page.root}>
      <DatasetHead project={project} dataset={dataset} tab="items">
        {importLink}
        <ExportMenu project={project} dataset={datasetId} filter={filter} total={total} />
        {add}
        {dataset && <DatasetMenu project={project} dataset={dataset} />}
      </DatasetHead>
      <div className={bar.root}>
        <SearchField
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={says.search}
          width={230}
        />
        <SegmentedControl
          aria-label={says.statusLabel}
          value={search.status ?? 'ACTIVE'}
          onChange={(status) =>
            change({ status: status === 'ACTIVE' ? undefined : (status as 'ARCHIVED' | 'all') })
          }
          data={SHOWN_STATUSES.map((value) => ({ value, label: says.statuses[value as ShownStatus] }))}
        />
        <Button
          variant="default"
          leftSection={<History size={14} aria-hidden />}
          aria-pressed={search.at !== undefined}
          className={bar.toggle}
          onClick={() => change({ history: true })}
        >
          {says.history}
        </Button>
        {query.data && <span className={classes.count}>{t.datasets.items(total)}</span>}
      </div>
      {search.at && (
        <div className={classes.past} role="status">
          <History size={14} aria-hidden />
          <b>{says.asItWas(formatExact(new Date(search.at)))}</b>
          <span>{says.readOnly}</span>
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => change({ at: undefined, version: undefined })}
          >
            {says.toNow}
          </Button>
        </div>
      )}
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={
          <div className={frame.frame} style={{ overflow: 'auto' }}>
            {isNarrowed || search.at ? (
              <Notice
                icon={SearchX}
                title={says.emptyFoundTitle}
                text={search.at ? says.emptyThen : says.emptyFound}
              >
                <Button
                  variant="default"
                  onClick={() => change({ q: undefined, status: 'all', at: undefined })}
                >
                  {says.showAll}
                </Button>
              </Notice>
            ) : dataset?.archivedCount ? (
              <Notice
                icon={Database}
                title={says.emptyTitle}
                text={t.datasets.changes.archived(dataset.archivedCount)}
              >
                <Button variant="default" onClick={() => change({ status: 'ARCHIVED' })}>
                  {says.statuses.ARCHIVED} ({formatCount(dataset.archivedCount)})
                </Button>
              </Notice>
            ) : (
              <Notice icon={Database} title={says.emptyTitle} text={says.empty}>
                <SdkSnippet lines={firstItem(dataset?.name ?? '')} />
                {importLink}
                {add}
              </Notice>
            )}
          </div>
        }
      >
        <DataTable
          label={says.list}
          rows={rows}
          total={total}
          columns={columns}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) => open(row.id)}
          order={order}
          onOrder={(next) => change({ order: next === 'created.desc' ? undefined : (next as typeof order) })}
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          marks={marks}
          isStale={query.isPlaceholderData}
        >
          <MarkedItems project={project} dataset={datasetId} rows={rows} marks={marks} at={search.at} />
        </DataTable>
      </ListStates>
      {search.history && (
        <ChangesPanel
          project={project}
          dataset={datasetId}
          at={search.at}
          onShow={(at) => change({ at, history: undefined, version: undefined })}
          onClose={() => change({ history: undefined }, true)}
        />
      )}
      {(itemId !== undefined || search.new) && (
        <ItemDrawer
          project={project}
          dataset={datasetId}
          item={itemId}
          search={search}
          onSearch={change}
          previous={rows[place - 1]?.id}
          next={place < 0 ? undefined : rows[place + 1]?.id}
          onOpen={open}
          onClose={close}
        />
      )}
    </div>
  )
}

/** Ends of lines and quotes in a name must not end the text. */
