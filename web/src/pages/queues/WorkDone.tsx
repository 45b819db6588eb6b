import { Button } from '@mantine/core'
import { CircleCheck, Coffee, Inbox } from 'lucide-react'
import type { QueueRow } from '../../api/queues'
import { ButtonLink } from '../../components/ButtonLink'
import { Notice } from '../../components/Notice'
import { t } from '../../i18n'
import type { Work } from './useWork'

interface WorkDoneProps {
  project: string
  queue: QueueRow
  work: Work
  onUndo: () => void
}

/** There is no item left for the user: everything is done, skipped, or in the hands of others. */
export function WorkDone({ project, queue, work, onUndo }: WorkDoneProps) {
  const texts = t.queues.work
  const progress = work.view?.progress ?? queue.progress
  const pending = progress.total - progress.completed
  const held = pending - progress.free - progress.skipped
  const isAll = pending === 0
  const isEmpty = progress.total === 0
  const summary = [
    isAll && !isEmpty && texts.doneAll(progress.total),
    texts.doneMine(work.completed),
    texts.doneSkipped(progress.skipped),
    texts.doneHeld(held),
  ].filter(Boolean)
  return (
    <Notice
      icon={isEmpty ? Inbox : isAll ? CircleCheck : Coffee}
      title={isEmpty ? texts.emptyTitle : isAll ? texts.doneAllTitle : texts.doneTitle}
      text={isEmpty ? texts.empty : summary.join(' ')}
    >
      {pending > 0 && (
        <Button
          data-autofocus
          loading={work.again.isPending}
          onClick={() => work.again.mutate()}
          variant="default"
        >
          {progress.skipped > 0 ? texts.again : texts.look}
        </Button>
      )}
      {work.last && (
        <Button variant="default" loading={work.undo.isPending} onClick={onUndo}>
          {texts.undo[work.last.kind]}&nbsp;<kbd>u</kbd>
        </Button>
      )}
      <ButtonLink
        to="/project/$projectId/annotation-queues/$queueId"
        params={{ projectId: project, queueId: queue.id }}
        search={{}}
        variant="default"
      >
        {texts.toQueue}
      </ButtonLink>
      <ButtonLink
        to="/project/$projectId/annotation-queues"
        params={{ projectId: project }}
        search={{}}
        variant="default"
      >
        {texts.toQueues}
      </ButtonLink>
    </Notice>
  )
}
