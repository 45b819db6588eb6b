import { useQueryClient } from '@tanstack/react-query'
import { deleteQueue, type QueueRow, refreshQueues } from '../../api/queues'
import { Confirm } from '../../components/Confirm'
import { toast } from '../../components/toast'
import { t } from '../../i18n'

interface DeleteQueueProps {
  project: string
  queue: QueueRow
  onClose: () => void
  onDone?: () => void
}

/** Deletes a queue after saying what goes with it, and what stays. */
export function DeleteQueue({ project, queue, onClose, onDone }: DeleteQueueProps) {
  const queries = useQueryClient()
  const { total, completed } = queue.progress
  return (
    <Confirm
      title={t.queues.deleteTitle(queue.name)}
      action={t.queues.deleteAction}
      run={() => deleteQueue(project, queue.id, queue.revision)}
      onDone={() => {
        toast(t.queues.deleted(queue.name))
        onDone?.()
        void refreshQueues(queries, project)
      }}
      onClose={onClose}
    >
      <p>{t.queues.deleteText(total, total - completed)}</p>
      <p>{t.queues.deleteKept}</p>
    </Confirm>
  )
}
