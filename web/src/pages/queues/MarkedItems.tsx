import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, RotateCcw, Trash2 } from 'lucide-react'
import { type QueueItem, refreshQueues, removeItems, restoreItems, setItemStatus } from '../../api/queues'
import { toast, toastError } from '../../components/toast'
import { t } from '../../i18n'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'

interface MarkedItemsProps {
  project: string
  queue: string
  rows: readonly QueueItem[]
  marks: Marks
}

type Deed = 'complete' | 'reopen' | 'remove'

/** What can be done with the marked items; each can be undone. */
export function MarkedItems({ project, queue, rows, marks }: MarkedItemsProps) {
  const queries = useQueryClient()
  const marked = rows.filter((row) => marks.ids.has(row.id))
  const ids = marked.map((row) => row.id)
  const refresh = () => refreshQueues(queries, project)
  const undoing = (undo: () => Promise<unknown>) => async () => {
    await undo()
    await refresh()
  }
  const deed = useMutation({
    mutationFn: async (what: Deed) => {
      const done =
        what === 'remove'
          ? await removeItems(project, queue, ids)
          : await setItemStatus(project, queue, ids, what === 'complete' ? 'COMPLETED' : 'PENDING')
      return { what, ids: done.ids }
    },
    onSuccess: ({ what, ids: done }) => {
      marks.setAll([])
      void refresh()
      if (done.length === 0) toast(t.queues.nothingChanged)
      else if (what === 'remove')
        toast(
          t.queues.removed(done.length),
          undoing(() => restoreItems(project, queue, done)),
        )
      else if (what === 'complete')
        toast(
          t.queues.completed(done.length),
          undoing(() => setItemStatus(project, queue, done, 'PENDING')),
        )
      else toast(t.queues.reopened(done.length))
    },
    onError: toastError,
  })
  const button = (what: Deed, label: string, Icon: typeof Check) => (
    <Button
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      loading={deed.isPending && deed.variables === what}
      disabled={deed.isPending}
      onClick={() => deed.mutate(what)}
    >
      {label}
    </Button>
  )
  return (
    <MarkedBar marks={marks} copied={marked.map((row) => row.subject.objectId).join('\n')}>
      {marked.some((row) => row.status === 'PENDING') && button('complete', t.queues.complete, Check)}
      {marked.some((row) => row.status === 'COMPLETED') && button('reopen', t.queues.reopen, RotateCcw)}
      {button('remove', t.queues.remove, Trash2)}
    </MarkedBar>
  )
}
