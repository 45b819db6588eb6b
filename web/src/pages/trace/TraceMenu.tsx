import { ActionIcon, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download, Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { deleteTraces } from '../../api/deletion'
import type { TraceDetail } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { t } from '../../i18n'
import { save } from '../../text/IoBlocks'

interface TraceMenuProps {
  head: TraceDetail
  scoreCount: number
}

/** What can be done with a whole trace. */
export function TraceMenu({ head, scoreCount }: TraceMenuProps) {
  const [isDeleting, setDeleting] = useState(false)
  const mayDelete = useMay('member')
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t.detail.more} title={t.detail.more}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Download size={14} aria-hidden />}
            onClick={() => save(JSON.stringify(head, null, 2), `trace-${head.id}.json`)}
          >
            {t.detail.downloadJson}
          </Menu.Item>
          {mayDelete && (
            <Menu.Item
              leftSection={<Trash2 size={14} aria-hidden />}
              color="var(--error)"
              onClick={() => setDeleting(true)}
            >
              {t.detail.deleteTrace}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isDeleting && <DeleteTrace head={head} scoreCount={scoreCount} onClose={() => setDeleting(false)} />}
    </>
  )
}

interface DeleteTraceProps extends TraceMenuProps {
  onClose: () => void
}

function DeleteTrace({ head, scoreCount, onClose }: DeleteTraceProps) {
  const project = useProjectId()
  const navigate = useNavigate()
  const queries = useQueryClient()
  return (
    <Confirm
      title={t.detail.deleteTitle}
      action={t.detail.deleteTrace}
      run={() => deleteTraces(project, [head.id])}
      onDone={async () => {
        await navigate({ to: '/project/$projectId/traces', params: { projectId: project }, search: {} })
        queries.removeQueries({ queryKey: ['trace', project, head.id] })
        await queries.invalidateQueries({ queryKey: ['traces', project] })
      }}
      onClose={onClose}
    >
      <p>
        <b>{head.name || t.traces.unnamed}</b>
      </p>
      <p>{t.detail.deleteText(head.observationCount, scoreCount)}</p>
    </Confirm>
  )
}
