import { ActionIcon, Button, Menu, SegmentedControl, Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Ellipsis, Inbox, Pencil, Play, Plus, SearchX, Trash2 } from 'lucide-react'
import { lazy, Suspense, useMemo, useState } from 'react'
import { ApiError } from '../../api/client'
import { membersQuery } from '../../api/members'
import {
  type ItemStatus,
  type ObjectType,
  type QueueItem,
  type QueueRow,
  queueItemsQuery,
  queueQuery,
} from '../../api/queues'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { Code } from '../../components/Code'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { People } from '../../components/People'
import { SearchField } from '../../components/SearchField'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import frame from '../../table/DataTable.module.css'
import { ListStates } from '../../table/ListStates'
import { useMarks } from '../../table/useMarks'
import { AddById } from './AddById'
import { DeleteQueue } from './DeleteQueue'
import { itemColumns } from './itemColumns'
import { MarkedItems } from './MarkedItems'
import { QueueForm } from './QueueForm'
import classes from './Queues.module.css'
import { Progress } from './queueColumns'
import { type QueueSearch, STATUSES, TYPES } from './search'

const Markdown = lazy(() => import('../../text/Markdown'))
const idOf = (item: QueueItem) => item.id

/** One queue: what waits in it, who did what, and its settings. */
export function QueuePage() {
  const { projectId, queueId } = useParams({
    from: '/signed-in/project/$projectId/annotation-queues/$queueId',
  })
  const { data: queue, error } = useQuery(queueQuery(projectId, queueId))
  useTitle(queue?.name ?? t.queues.title)
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Notice icon={SearchX} level={1} title={error.message} text={error.hint} code={queueId}>
        <ButtonLink
          to="/project/$projectId/annotation-queues"
          params={{ projectId }}
          search={{}}
          variant="default"
        >
          {t.queues.work.toQueues}
        </ButtonLink>
      </Notice>
    )
  }
  if (error && !queue) return <PageError error={error} />
  if (!queue) return <PagePending />
  return <QueueView project={projectId} queue={queue} />
}

function QueueView({ project, queue }: { project: string; queue: QueueRow }) {
  const search = useSearch({ from: '/signed-in/project/$projectId/annotation-queues/$queueId' })
  const navigate = useNavigate({ from: '/project/$projectId/annotation-queues/$queueId' })
  const mayEdit = useMay('member')
  const { status, type, who, q } = search
  const query = useInfiniteQuery(queueItemsQuery(project, queue.id, { status, type, annotator: who, q }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const marks = useMarks(useMemo(() => rows.map(idOf), [rows]))
  const columns = useMemo(() => itemColumns(project, queue.id), [project, queue.id])
  const [dialog, setDialog] = useState<'edit' | 'delete' | 'add'>()
  const close = () => setDialog(undefined)
  const change = (part: Partial<QueueSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const isNarrowed = Boolean(status || type || who || q)
  const { completed, total } = queue.progress

  return (
    <div className={classes.root}>
      <PageHead
        trail={[
          <Link
            key="queues"
            to="/project/$projectId/annotation-queues"
            params={{ projectId: project }}
            search={{}}
          >
            {t.queues.title}
          </Link>,
        ]}
        title={queue.name}
        note={
          <span className={classes.note}>
            <Progress queue={queue} width={110} />
            {queue.assignees.length > 0 && <People people={queue.assignees} />}
          </span>
        }
      >
        {mayEdit && (
          <Button
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setDialog('add')}
          >
            {t.queues.addById}
          </Button>
        )}
        {mayEdit && completed < total && (
          <ButtonLink
            to="/project/$projectId/annotation-queues/$queueId/process"
            params={{ projectId: project, queueId: queue.id }}
            search={{}}
            preload={false}
            leftSection={<Play size={13} aria-hidden />}
          >
            {t.queues.annotate}
          </ButtonLink>
        )}
        {mayEdit && (
          <Menu position="bottom-end" width={170}>
            <Menu.Target>
              <ActionIcon variant="default" size={30} aria-label={t.queues.more}>
                <Ellipsis size={15} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setDialog('edit')}>
                {t.queues.edit}
              </Menu.Item>
              <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => setDialog('delete')}>
                {t.queues.delete}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </PageHead>
      {queue.description && (
        <details className={classes.instructions}>
          <summary>{t.queues.work.instructions}</summary>
          <div className={classes.instructionsBody}>
            <Suspense fallback={<p>{queue.description}</p>}>
              <Markdown text={queue.description} />
            </Suspense>
          </div>
        </details>
      )}
      <div className={classes.filters}>
        <SearchField
          value={q ?? ''}
          onChange={(next) => change({ q: next || undefined }, true)}
          placeholder={t.queues.searchItems}
          width={200}
        />
        <SegmentedControl
          aria-label={t.queues.statusLabel}
          value={status ?? ''}
          onChange={(value) => change({ status: (value || undefined) as ItemStatus | undefined })}
          data={[
            { value: '', label: `${t.queues.allStatuses} ${formatCount(total)}` },
            ...STATUSES.map((value) => ({
              value,
              label: `${t.queues.statuses[value]} ${formatCount(value === 'COMPLETED' ? completed : total - completed)}`,
            })),
          ]}
        />
        <Select
          aria-label={t.queues.typeLabel}
          value={type ?? ''}
          onChange={(value) => change({ type: (value || undefined) as ObjectType | undefined })}
          data={[
            { value: '', label: t.queues.allTypes },
            ...TYPES.map((value) => ({ value, label: t.queues.types[value] })),
          ]}
          allowDeselect={false}
          w={130}
        />
        <Annotators project={project} value={who} onChange={(next) => change({ who: next })} />
      </div>
      <ListStates
        query={query}
        count={rows.length}
        height={52}
        empty={
          <div className={frame.frame} style={{ overflow: 'auto' }}>
            {isNarrowed ? (
              <Notice icon={SearchX} title={t.queues.itemsFilteredTitle} text={t.queues.itemsFiltered}>
                <Button variant="default" onClick={() => void navigate({ search: {} })}>
                  {t.common.clearAll}
                </Button>
              </Notice>
            ) : (
              <Empty project={project} queue={queue} />
            )}
          </div>
        }
      >
        <DataTable
          label={t.queues.items}
          rows={rows}
          total={query.data?.pages[0]?.total ?? 0}
          columns={columns}
          height={52}
          idOf={idOf}
          onOpen={(item) =>
            void navigate({
              to: '/project/$projectId/annotation-queues/$queueId/process',
              params: { projectId: project, queueId: queue.id },
              search: { item: item.id },
            })
          }
          hasMore={query.hasNextPage}
          isLoadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          isStale={query.isPlaceholderData}
          marks={mayEdit ? marks : undefined}
        >
          <MarkedItems project={project} queue={queue.id} rows={rows} marks={marks} />
        </DataTable>
      </ListStates>
      {dialog === 'edit' && <QueueForm project={project} queue={queue} onClose={close} />}
      {dialog === 'add' && <AddById project={project} queue={queue} onClose={close} />}
      {dialog === 'delete' && (
        <DeleteQueue
          project={project}
          queue={queue}
          onClose={close}
          onDone={() =>
            void navigate({
              to: '/project/$projectId/annotation-queues',
              params: { projectId: project },
              search: {},
            })
          }
        />
      )}
    </div>
  )
}

interface AnnotatorsProps {
  project: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Annotators({ project, value, onChange }: AnnotatorsProps) {
  const { data: members = [] } = useQuery(membersQuery(project))
  return (
    <Select
      aria-label={t.queues.annotatorLabel}
      placeholder={t.queues.anybody}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      data={members.map((member) => ({ value: member.id, label: member.name || member.email }))}
      clearable
      searchable
      w={160}
    />
  )
}

function Empty({ project, queue }: { project: string; queue: QueueRow }) {
  const body = JSON.stringify({ objectId: '<trace id>', objectType: 'TRACE' })
  return (
    <Notice icon={Inbox} title={t.queues.itemsEmptyTitle} text={t.queues.itemsEmpty}>
      <div style={{ width: 'min(560px, 100%)', textAlign: 'left' }}>
        <Code
          text={`curl -u "$LANGFUSE_PUBLIC_KEY:$LANGFUSE_SECRET_KEY" \\\n  -H 'Content-Type: application/json' -d '${body}' \\\n  ${location.origin}/api/public/annotation-queues/${queue.id}/items`}
          language="shell"
        />
      </div>
      <ButtonLink
        to="/project/$projectId/traces"
        params={{ projectId: project }}
        search={{}}
        variant="default"
      >
        {t.queues.toTraces}
      </ButtonLink>
    </Notice>
  )
}
