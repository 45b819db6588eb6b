import { Button, Modal, MultiSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../../api/client'
import { membersQuery } from '../../api/members'
import { createQueue, type QueueRow, queueQuery, refreshQueues, updateQueue } from '../../api/queues'
import { scoreConfigsQuery } from '../../api/scoreConfigs'
import { DialogEnd } from '../../components/DialogEnd'
import { toast } from '../../components/toast'
import { EditorField } from '../../editor/EditorField'
import { t } from '../../i18n'
import { ConfigDialog } from '../scoreConfigs/ConfigDialog'
import classes from './QueueForm.module.css'
import { EMPTY, type FieldName, fieldsOf, inputOf, type Merge, merge, type QueueFields } from './queueFields'

interface QueueFormProps {
  project: string
  /** The queue that is changed; undefined for a new one. */
  queue?: QueueRow
  onClose: () => void
  onDone?: (queue: QueueRow) => void
}

interface Stale {
  theirs: QueueRow
  merged: Merge
}

/** Makes or changes a queue. When somebody else changed it meanwhile, both changes are joined and shown. */
export function QueueForm({ project, queue, onClose, onDone }: QueueFormProps) {
  const queries = useQueryClient()
  const texts = t.queues.form
  const [fields, setFields] = useState<QueueFields>(queue ? fieldsOf(queue) : EMPTY)
  const [base, setBase] = useState(queue)
  const [stale, setStale] = useState<Stale>()
  const [isCreatingConfig, setCreatingConfig] = useState(false)
  const configs = useQuery(scoreConfigsQuery(project))
  const members = useQuery(membersQuery(project))
  const set = (part: Partial<QueueFields>) => setFields((old) => ({ ...old, ...part }))

  const saving = useMutation({
    mutationFn: () =>
      base
        ? updateQueue(project, base.id, inputOf(fields, base.revision))
        : createQueue(project, inputOf(fields, undefined)),
    onSuccess: (saved) => {
      void refreshQueues(queries, project)
      toast(queue ? texts.saved(saved.name) : texts.created(saved.name))
      onClose()
      onDone?.(saved)
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.status !== 409 || !base) return
      const theirs = await queries.fetchQuery({ ...queueQuery(project, base.id), staleTime: 0 })
      const merged = merge(fieldsOf(base), fields, fieldsOf(theirs))
      setStale({ theirs, merged })
      setFields(merged.fields)
      setBase(theirs)
    },
  })
  const error = saving.error instanceof ApiError && saving.error.status !== 409 ? saving.error : undefined
  const isDirty = JSON.stringify(fields) !== JSON.stringify(queue ? fieldsOf(queue) : EMPTY)

  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={queue ? texts.editTitle : texts.newTitle}
      // A stray click must not take away what was typed.
      closeOnClickOutside={!isDirty}
      closeOnEscape={!isDirty}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          saving.mutate()
        }}
      >
        {stale && (
          <StaleNote
            stale={stale}
            onTheirs={() => {
              setFields(fieldsOf(stale.theirs))
              setStale(undefined)
              saving.reset()
            }}
          />
        )}
        <div className={classes.fields}>
          <TextInput
            label={texts.name}
            placeholder={texts.namePlaceholder}
            value={fields.name}
            onChange={(event) => set({ name: event.target.value })}
            error={error?.field === 'name' ? error.message : undefined}
            required
            withAsterisk={false}
            data-autofocus
          />
          <EditorField
            label={texts.description}
            description={texts.descriptionHelp}
            placeholder={texts.descriptionPlaceholder}
            language="markdown"
            value={fields.description}
            onChange={(description) => set({ description })}
            onSubmit={() => saving.mutate()}
            minHeight={84}
            maxHeight={220}
            error={error?.field === 'description' ? error.message : undefined}
          />
          <div className={classes.scores}>
            <MultiSelect
              label={texts.scores}
              description={texts.scoresHelp}
              placeholder={fields.scoreConfigIds.length ? undefined : texts.scoresPlaceholder}
              aria-label={texts.scores}
              data={(configs.data ?? [])
                .filter((config) => !config.isArchived || fields.scoreConfigIds.includes(config.id))
                .map((config) => ({
                  value: config.id,
                  label: config.isArchived ? `${config.name} (${t.queues.archived})` : config.name,
                }))}
              value={fields.scoreConfigIds}
              onChange={(scoreConfigIds) => set({ scoreConfigIds })}
              searchable
              selectFirstOptionOnChange
              clearable
              nothingFoundMessage={texts.scoresNone}
              error={error?.field === 'scoreConfigIds' ? error.message : undefined}
            />
            <button type="button" className={classes.create} onClick={() => setCreatingConfig(true)}>
              <Plus size={12} aria-hidden /> {texts.newConfig}
            </button>
          </div>
          <MultiSelect
            label={texts.people}
            description={texts.peopleHelp}
            placeholder={fields.assigneeIds.length ? undefined : texts.peoplePlaceholder}
            aria-label={texts.people}
            data={(members.data ?? []).map((member) => ({
              value: member.id,
              label: member.name || member.email,
            }))}
            value={fields.assigneeIds}
            onChange={(assigneeIds) => set({ assigneeIds })}
            searchable
            selectFirstOptionOnChange
            clearable
            nothingFoundMessage={texts.peopleNone}
            error={error?.field === 'assigneeIds' ? error.message : undefined}
          />
        </div>
        <DialogEnd
          error={
            error &&
            !FIELDS.has(error.field) &&
            (error.status === 404 ? texts.gone : `${error.message} ${error.hint}`)
          }
        >
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={!fields.name.trim()}>
            {stale ? texts.mine : queue ? t.common.save : texts.createAction}
          </Button>
        </DialogEnd>
      </form>
      {isCreatingConfig && (
        <ConfigDialog
          project={project}
          config={undefined}
          configs={configs.data ?? []}
          onDone={(config) => set({ scoreConfigIds: [...fields.scoreConfigIds, config.id] })}
          onClose={() => setCreatingConfig(false)}
        />
      )}
    </Modal>
  )
}

const FIELDS = new Set(['name', 'description', 'scoreConfigIds', 'assigneeIds'])

function StaleNote({ stale: { theirs, merged }, onTheirs }: { stale: Stale; onTheirs: () => void }) {
  const texts = t.queues.form
  const labels: Record<FieldName, string> = {
    name: texts.name,
    description: texts.description,
    scoreConfigIds: texts.scores,
    assigneeIds: texts.people,
  }
  const values: Record<FieldName, string> = {
    name: theirs.name,
    description: theirs.description || t.common.none,
    scoreConfigIds: theirs.scoreConfigs.map((config) => config.name).join(', ') || t.common.none,
    assigneeIds: theirs.assignees.map((one) => one.name || one.email).join(', ') || t.common.none,
  }
  return (
    <section className={classes.stale} role="alert">
      <h3>{texts.staleTitle}</h3>
      <p>{merged.conflicts.length > 0 ? texts.stale : texts.staleUnchanged}</p>
      {merged.conflicts.length > 0 && (
        <dl>
          {merged.conflicts.map((name) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{labels[name]}</dt>
              <dd>{values[name]}</dd>
            </div>
          ))}
        </dl>
      )}
      <Button mt={8} variant="default" size="compact-xs" onClick={onTheirs}>
        {texts.theirs}
      </Button>
    </section>
  )
}
