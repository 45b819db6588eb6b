import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import {
  addToQueues,
  containingQuery,
  MAX_OBJECTS,
  type ObjectRef,
  queuesQuery,
  refreshQueues,
  removeItems,
} from '../../api/queues'
import { useProjectId } from '../../app/useProjectId'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import type { AddDialogProps } from '../trace/destinations'
import classes from './AddToQueue.module.css'
import { QueueForm } from './QueueForm'

/** The same for what the "Add to…" menu adds. */
export function AddSubjectsToQueue({ subjects, onClose }: AddDialogProps) {
  const objects = subjects.map(
    ({ traceId, observationId }): ObjectRef =>
      observationId
        ? { objectType: 'OBSERVATION', objectId: observationId }
        : { objectType: 'TRACE', objectId: traceId },
  )
  return <AddToQueue objects={objects} onClose={onClose} />
}

interface AddToQueueProps {
  /** All of one type. */
  objects: readonly ObjectRef[]
  onClose: () => void
  onDone?: () => void
}

/** From how many queues on one may search among them. */
const MANY = 8

/** Adds objects to one or more annotation queues, and says which hold them already. */
export function AddToQueue({ objects, onClose, onDone }: AddToQueueProps) {
  const project = useProjectId()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const texts = t.queues.add
  const { data: list, error: listError } = useQuery(queuesQuery(project))
  const isTooMany = objects.length > MAX_OBJECTS
  const { data: present } = useQuery({ ...containingQuery(project, objects), enabled: !isTooMany })
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [q, setQ] = useState('')
  const [isCreating, setCreating] = useState(false)
  const queues = list?.items ?? []
  const shown = queues.filter((queue) => queue.name.toLowerCase().includes(q.toLowerCase()))
  const isFull = (id: string) => (present?.get(id) ?? 0) >= objects.length

  const adding = useMutation({
    mutationFn: () => addToQueues(project, [...chosen], [...objects]),
    onSuccess: (done) => {
      void refreshQueues(queries, project)
      const changed = done.filter(({ added }) => added.length > 0)
      const added = changed.reduce((sum, one) => sum + one.added.length, 0)
      const [first] = changed.length > 0 ? changed : done
      const name = queues.find((queue) => queue.id === first?.queueId)?.name ?? ''
      const undo = async () => {
        await Promise.all(changed.map((one) => removeItems(project, one.queueId, one.added)))
        await refreshQueues(queries, project)
      }
      const open = () =>
        void navigate(
          done.length === 1 && first
            ? {
                to: '/project/$projectId/annotation-queues/$queueId',
                params: { projectId: project, queueId: first.queueId },
                search: {},
              }
            : { to: '/project/$projectId/annotation-queues', params: { projectId: project }, search: {} },
        )
      toast(
        added === 0
          ? texts.already
          : changed.length === 1
            ? texts.added(added, name)
            : texts.addedMany(added, changed.length),
        added > 0 ? undo : undefined,
        { label: texts.open, onOpen: open },
      )
      onClose()
      onDone?.()
    },
  })
  const toggle = (id: string) =>
    setChosen((old) => (old.includes(id) ? old.filter((one) => one !== id) : [...old, id]))
  const error = adding.error ?? listError
  const type = t.queues.types[objects[0]?.objectType ?? 'TRACE']

  if (isCreating) {
    return (
      <QueueForm
        project={project}
        onClose={() => setCreating(false)}
        onDone={(queue) => setChosen((old) => [...old, queue.id])}
      />
    )
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={texts.title}
      size={480}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          adding.mutate()
        }}
      >
        <p className={classes.what}>{texts.what(objects.length, type)}</p>
        {queues.length > MANY && (
          <TextInput
            type="search"
            aria-label={texts.filter}
            placeholder={texts.filter}
            value={q}
            onChange={(event) => setQ(event.target.value)}
            data-autofocus
          />
        )}
        {list && (
          <ul className={classes.list} aria-label={texts.choose}>
            {shown.length === 0 && (
              <li className={classes.none}>{queues.length === 0 ? texts.none : texts.noneFiltered}</li>
            )}
            {shown.map((queue, index) => {
              const count = present?.get(queue.id) ?? 0
              return (
                <li key={queue.id}>
                  <label className={classes.choice}>
                    <input
                      type="checkbox"
                      checked={chosen.includes(queue.id)}
                      disabled={isFull(queue.id)}
                      onChange={() => toggle(queue.id)}
                      data-autofocus={(index === 0 && queues.length <= MANY) || undefined}
                    />
                    <span className={classes.name} title={queue.name}>
                      {queue.name}
                    </span>
                    <span className={classes.note}>
                      {count > 0
                        ? texts.present(count, objects.length)
                        : t.queues.itemsTotal(queue.progress.total)}
                    </span>
                  </label>
                </li>
              )
            })}
          </ul>
        )}
        {(error || isTooMany) && (
          <p className={classes.problem} role="alert">
            {isTooMany ? texts.tooMany(formatCount(MAX_OBJECTS)) : error?.message}
          </p>
        )}
        <div className={classes.actions}>
          <Button
            variant="subtle"
            leftSection={<Plus size={14} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t.queues.create}
          </Button>
          <span>
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" disabled={chosen.length === 0 || isTooMany} loading={adding.isPending}>
              {texts.action(chosen.length)}
            </Button>
          </span>
        </div>
      </form>
    </Modal>
  )
}
