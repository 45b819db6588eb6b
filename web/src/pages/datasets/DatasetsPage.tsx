import { Button, Tooltip } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Database, Folder, Plus, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { datasetsQuery } from '../../api/datasets'
import { folderOf, leafOf } from '../../app/folder'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { folderTrail } from '../../components/folderTrail'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { SdkSnippet } from '../../components/SdkSnippet'
import { SearchField } from '../../components/SearchField'
import { FIRST } from '../../components/sdkPrograms'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import frame from '../../table/DataTable.module.css'
import { ListStates } from '../../table/ListStates'
import { DatasetForm } from './DatasetForm'
import { datasetColumns, idOf, type ListEntry } from './datasetColumns'
import type { DatasetsSearch } from './search'

const HEIGHT = 46

/** The datasets of the project by folders, or all that match a text. */
export function DatasetsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/datasets' })
  const navigate = useNavigate({ from: '/project/$projectId/datasets' })
  const mayWrite = useMay('member')
  const [isCreating, setCreating] = useState(false)
  const folder = search.folder ?? ''
  const query = useInfiniteQuery(datasetsQuery(project, search.q ? { q: search.q } : { folder }))
  const columns = useMemo(() => datasetColumns(project, search.q ? '' : folder), [project, folder, search.q])
  useTitle(t.datasets.title)
  const change = (part: Partial<DatasetsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })

  const pages = query.data?.pages ?? []
  const rows: ListEntry[] = [
    ...(pages[0]?.folders ?? []).map((one) => ({ kind: 'folder' as const, ...one })),
    ...pages.flatMap(({ items }) => items.map((one) => ({ kind: 'dataset' as const, ...one }))),
  ]
  const create = (
    <Tooltip label={t.datasets.viewerOnly} disabled={mayWrite}>
      <Button
        leftSection={<Plus size={14} aria-hidden />}
        data-disabled={!mayWrite || undefined}
        aria-disabled={!mayWrite || undefined}
        onClick={() => mayWrite && setCreating(true)}
      >
        {t.datasets.create}
      </Button>
    </Tooltip>
  )
  return (
    <div className={page.root}>
      <PageHead
        trail={folder ? folderTrail('/project/$projectId/datasets', project, folderOf(folder)) : undefined}
        title={folder ? leafOf(folder) : t.datasets.title}
        note={pages[0] ? t.datasets.total(countOf(pages[0])) : undefined}
      >
        {create}
      </PageHead>
      <div className={bar.root}>
        <SearchField
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={t.datasets.searchPlaceholder}
          width={260}
        />
      </div>
      <ListStates
        query={query}
        count={rows.length}
        height={HEIGHT}
        empty={
          <div className={frame.frame} style={{ overflow: 'auto' }}>
            {folder && !search.q ? (
              <Notice icon={Folder} title={t.datasets.emptyFolderTitle} text={t.datasets.emptyFolder}>
                <Button variant="default" onClick={() => change({ folder: undefined })}>
                  {t.datasets.title}
                </Button>
              </Notice>
            ) : search.q ? (
              <Notice icon={SearchX} title={t.datasets.emptyFoundTitle} text={t.datasets.emptyFound} />
            ) : (
              <Notice icon={Database} title={t.datasets.emptyTitle} text={t.datasets.empty}>
                <SdkSnippet lines={FIRST.datasets} />
                {create}
              </Notice>
            )}
          </div>
        }
      >
        <DataTable
          label={t.datasets.list}
          rows={rows}
          total={pages[0]?.total ?? 0}
          columns={columns}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) =>
            row.kind === 'folder'
              ? change({ folder: row.path })
              : void navigate({
                  to: '/project/$projectId/datasets/$datasetId',
                  params: { projectId: project, datasetId: row.id },
                })
          }
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          isStale={query.isPlaceholderData}
        />
      </ListStates>
      {isCreating && (
        <DatasetForm
          project={project}
          name={folder && `${folder}/`}
          onClose={() => setCreating(false)}
          onCreated={(made) =>
            void navigate({
              to: '/project/$projectId/datasets/$datasetId',
              params: { projectId: project, datasetId: made.id },
            })
          }
        />
      )}
    </div>
  )
}

/** The datasets below what is shown: those of the folder itself, and those of the folders in it. */
const countOf = ({ total, folders }: { total: number; folders: { datasetCount: number }[] }) =>
  folders.reduce((sum, one) => sum + one.datasetCount, total)
