import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { FolderInput, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type PromptEntry, type PromptType, promptFacetsQuery, promptsQuery } from '../../api/prompts'
import { folderOf, leafOf } from '../../app/folder'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { Facet } from '../../components/Facet'
import { folderTrail } from '../../components/folderTrail'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { SearchField } from '../../components/SearchField'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import { ListStates } from '../../table/ListStates'
import { RenameFolder } from './manage/RenameFolder'
import { PromptsEmpty } from './PromptsEmpty'
import classes from './PromptsPage.module.css'
import { promptColumns } from './promptColumns'
import { type PromptsSearch, USES_RANGE } from './search'

const HEIGHT = 44
const idOf = (entry: PromptEntry) => `${entry.kind} ${entry.name}`

/** The library of prompts: folders, and what each prompt is and does. */
export function PromptsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/prompts/' })
  const navigate = useNavigate({ from: '/project/$projectId/prompts' })
  const { folder, q, type, tag, label } = search
  const order = search.order ?? 'name.asc'
  const filter = useMemo(() => ({ folder, q, type, tag, label }), [folder, q, type, tag, label])
  const range = search.range ?? USES_RANGE
  const list = useInfiniteQuery(promptsQuery(project, filter, order, range))
  const facets = useQuery(promptFacetsQuery(project))
  const columns = useMemo(() => promptColumns(project, folder, Boolean(q)), [project, folder, q])
  const may = useMay('member')
  const [isMoving, setMoving] = useState(false)
  useTitle(folder ? `${folder} · ${t.prompts.title}` : t.prompts.title)
  const change = (part: Partial<PromptsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const rows = useMemo<PromptEntry[]>(() => list.data?.pages.flatMap((one) => one.items) ?? [], [list.data])
  const first = list.data?.pages[0]

  return (
    <div className={page.root}>
      <PageHead
        trail={folder ? folderTrail('/project/$projectId/prompts', project, folderOf(folder)) : undefined}
        title={folder ? leafOf(folder) : t.prompts.title}
        note={first && t.prompts.total(first.promptTotal)}
      >
        {may && folder && first && first.promptTotal > 0 && (
          <Button
            variant="default"
            leftSection={<FolderInput size={14} aria-hidden />}
            onClick={() => setMoving(true)}
          >
            {t.prompts.manage.moveFolderItem}
          </Button>
        )}
        {may && (
          <ButtonLink
            to="/project/$projectId/prompts/new"
            params={{ projectId: project }}
            search={{ folder }}
            leftSection={<Plus size={14} aria-hidden />}
          >
            {t.prompts.create}
          </ButtonLink>
        )}
      </PageHead>
      <div className={bar.root}>
        <SearchField
          value={q ?? ''}
          onChange={(text) => change({ q: text || undefined }, true)}
          placeholder={t.prompts.search}
        />
        <Facet
          label={t.prompts.facets.label}
          values={facets.data?.labels ?? []}
          chosen={label}
          onChange={(chosen) => change({ label: chosen })}
        />
        <Facet
          label={t.prompts.facets.tag}
          values={facets.data?.tags ?? []}
          chosen={tag}
          onChange={(chosen) => change({ tag: chosen })}
        />
        <Facet
          label={t.prompts.facets.type}
          values={facets.data?.types ?? []}
          chosen={type}
          onChange={(chosen) => change({ type: chosen as PromptType[] | undefined })}
        />
        <span className={classes.uses}>
          {t.prompts.usesIn}
          <RangePicker value={range} onChange={(next) => change({ range: next })} />
        </span>
      </div>
      <ListStates query={list} count={rows.length} height={HEIGHT} empty={<PromptsEmpty filter={filter} />}>
        <DataTable
          label={t.prompts.list}
          rows={rows}
          total={first?.total ?? 0}
          columns={columns}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(entry) =>
            entry.kind === 'folder'
              ? change({ folder: entry.name })
              : void navigate({
                  to: '/project/$projectId/prompts/$',
                  params: { projectId: project, _splat: entry.name },
                  search: {},
                })
          }
          order={order}
          onOrder={(next) => change({ order: next === 'name.asc' ? undefined : (next as typeof order) })}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          isStale={list.isPlaceholderData}
        />
      </ListStates>
      {isMoving && folder && first && (
        <RenameFolder
          project={project}
          folder={folder}
          count={first.promptTotal}
          isOpen
          onClose={() => setMoving(false)}
        />
      )}
    </div>
  )
}
