import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import {
  addToQueues,
  findSubjects,
  MAX_OBJECTS,
  type ObjectType,
  type QueueRow,
  refreshQueues,
  removeItems,
} from '../../api/queues'
import { DialogEnd } from '../../components/DialogEnd'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './AddById.module.css'
import { nameOf } from './ObjectLink'
import { readIds } from './readIds'
import { TYPES } from './search'

interface AddByIdProps {
  project: string
  queue: QueueRow
  onClose: () => void
}

/** Adds objects whose ids somebody has: shows what they are first, and which are not there. */
export function AddById({ project, queue, onClose }: AddByIdProps) {
  const queries = useQueryClient()
  const texts = t.queues.byId
  const [type, setType] = useState<ObjectType>('TRACE')
  const [text, setText] = useState('')
  const ids = readIds(text, type)
  const objects = ids.map((objectId) => ({ objectType: type, objectId }))
  const check = useMutation({ mutationFn: () => findSubjects(project, objects) })
  const adding = useMutation({
    mutationFn: () => addToQueues(project, [queue.id], objects),
    onSuccess: ([done]) => {
      void refreshQueues(queries, project)
      const added = done?.added ?? []
      if (added.length === 0) toast(t.queues.add.already)
      else
        toast(t.queues.add.added(added.length, queue.name), async () => {
          await removeItems(project, queue.id, added)
          await refreshQueues(queries, project)
        })
      onClose()
    },
  })
  const change = (part: () => void) => {
    part()
    check.reset()
    adding.reset()
  }
  const isTooMany = ids.length > MAX_OBJECTS
  const missing = check.data?.filter((one) => !one.exists).length ?? 0
  const error = check.error ?? adding.error
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={texts.title(queue.name)}
      closeOnClickOutside={ids.length === 0}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (check.data) adding.mutate()
          else check.mutate()
        }}
      >
        <div className={classes.fields}>
          <SegmentedControl
            aria-label={texts.type}
            value={type}
            onChange={(value) => change(() => setType(value as ObjectType))}
            data={TYPES.map((value) => ({ value, label: t.queues.types[value] }))}
          />
          <Textarea
            label={texts.ids}
            description={texts.idsHelp}
            value={text}
            onChange={(event) => {
              const { value } = event.target
              change(() => setText(value))
            }}
            autosize
            minRows={3}
            maxRows={10}
            data-autofocus
            error={isTooMany ? texts.tooMany(formatCount(MAX_OBJECTS)) : undefined}
          />
        </div>
        {check.data && (
          <>
            <ul className={classes.found} aria-label={texts.found(ids.length - missing)}>
              {check.data.map((one) => (
                <li key={one.objectId}>
                  {one.exists ? (
                    <CircleCheck size={14} color="var(--ok)" aria-hidden />
                  ) : (
                    <CircleHelp size={14} color="var(--warn)" aria-hidden />
                  )}
                  <span className={classes.name}>{one.exists ? nameOf(one) : t.queues.gone}</span>
                  <span className={classes.id} title={one.objectId}>
                    {one.objectId}
                  </span>
                </li>
              ))}
            </ul>
            {missing > 0 && (
              <p className={classes.note}>
                {texts.missing(missing)}. {texts.missingHelp}
              </p>
            )}
          </>
        )}
        <DialogEnd error={error}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button
            type="submit"
            disabled={ids.length === 0 || isTooMany}
            loading={check.isPending || adding.isPending}
          >
            {check.data ? texts.add(ids.length) : texts.check}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
