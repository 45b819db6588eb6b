import { Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ListChecks, Plus, SearchX } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type QueueRow, queuesQuery } from '../../api/queues'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { SearchField } from '../../components/SearchField'
import { t } from '../../i18n'
import { DataTable } from '../../table/DataTable'
import frame from '../../table/DataTable.module.css'
import { ListStates } from '../../table/ListStates'
import { DeleteQueue } from './DeleteQueue'
import { QueueForm } from './QueueForm'
import classes from './Queues.module.css'
import { queueColumns } from './queueColumns'

const idOf = (row: QueueRow) => row.id
const none = () => undefined

/** All annotation queues of the project and how far they are. */
export function QueuesPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/annotation-queues' })
  const navigate = useNavigate({ from: '/project/$projectId/annotation-queues' })
  const mayEdit = useMay('member')
  const list = useQuery(queuesQuery(project))
  const [editing, setEditing] = useState<QueueRow | 'new'>()
  const [deleting, setDeleting] = useState<QueueRow>()
  useTitle(t.queues.title)
  const columns = useMemo(
    () => queueColumns(project, mayEdit ? { onEdit: setEditing, onDelete: setDeleting } : undefined),
    [project, mayEdit],
  )
  const q = search.q?.toLowerCase() ?? ''
  const rows = useMemo(
    () => (list.data?.items ?? []).filter((queue) => queue.name.toLowerCase().includes(q)),
    [list.data, q],
  )
  const total = list.data?.total ?? 0
  const create = (
    <Tooltip label={t.queues.needsMember} disabled={mayEdit} multiline w={240}>
      <Button
        leftSection={<Plus size={14} aria-hidden />}
        disabled={!mayEdit}
        onClick={() => setEditing('new')}
      >
        {t.queues.create}
      </Button>
    </Tooltip>
  )

  return (
    <div className={classes.root}>
      <PageHead title={t.queues.title} note={list.data ? t.queues.total(total) : undefined}>
        {create}
      </PageHead>
      {total > 0 && (
        <div className={classes.filters}>
          <SearchField
            value={search.q ?? ''}
            onChange={(next) => void navigate({ search: { q: next || undefined }, replace: true })}
            placeholder={t.queues.search}
          />
        </div>
      )}
      <ListStates
        query={list}
        count={rows.length}
        height={52}
        empty={
          <div className={frame.frame} style={{ overflow: 'auto' }}>
            {q ? (
              <Notice icon={SearchX} title={t.queues.emptyFilteredTitle} />
            ) : (
              <Notice icon={ListChecks} title={t.queues.emptyTitle} text={t.queues.empty}>
                {create}
              </Notice>
            )}
          </div>
        }
      >
        <DataTable
          label={t.queues.list}
          rows={rows}
          total={rows.length}
          columns={columns}
          height={52}
          idOf={idOf}
          onOpen={(row) =>
            void navigate({
              to: '/project/$projectId/annotation-queues/$queueId',
              params: { projectId: project, queueId: row.id },
              search: {},
            })
          }
          hasMore={false}
          isLoadingMore={false}
          onMore={none}
        />
      </ListStates>
      {editing && (
        <QueueForm
          project={project}
          queue={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
          onDone={(queue) =>
            editing === 'new' &&
            void navigate({
              to: '/project/$projectId/annotation-queues/$queueId',
              params: { projectId: project, queueId: queue.id },
              search: {},
            })
          }
        />
      )}
      {deleting && <DeleteQueue project={project} queue={deleting} onClose={() => setDeleting(undefined)} />}
    </div>
  )
}
