import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { ApiError } from '../../api/client'
import { saveModel } from '../../api/models'
import { DialogEnd } from '../../components/DialogEnd'
import { t } from '../../i18n'
import { inputOf, type ModelFields, type Problems, patternFor } from './formState'
import classes from './ModelForm.module.css'
import { PriceGrid } from './PriceGrid'
import { TierConditions } from './TierConditions'
import { Trial } from './Trial'

const says = t.models.form
const UNITS = Object.entries(t.models.units).map(([value, label]) => ({ value, label }))
/** Fields of the server's answer and their places here. */
const FIELDS: Record<string, string> = { modelName: 'name', matchPattern: 'pattern', startDate: 'start' }

interface ModelFormProps {
  project: string
  /** The model that is changed; undefined for a new one. */
  id: string | undefined
  initial: ModelFields
  onClose: () => void
}

/** Makes or changes a model: names, prices by usage type and tier, and a trial of it all on a call. */
export function ModelForm({ project, id, initial, onClose }: ModelFormProps) {
  const queries = useQueryClient()
  const [fields, setFields] = useState(initial)
  const [isPatternOwn, setPatternOwn] = useState(initial.pattern !== patternFor(initial.name))
  const [isTold, setTold] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { input, problems } = inputOf(fields)
  const saving = useMutation({
    mutationFn: () => saveModel(project, id, input),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['models', project] })
      onClose()
    },
  })
  const refused = saving.error instanceof ApiError ? FIELDS[saving.error.field] : undefined
  const shown: Problems = {
    ...(isTold ? problems : {}),
    ...(refused && saving.error ? { [refused]: saving.error.message } : {}),
  }
  const change = (part: Partial<ModelFields>) => {
    setFields((old) => ({ ...old, ...part }))
    saving.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTold(true)
    if (Object.keys(problems).length === 0) saving.mutate()
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  return (
    <Modal
      opened
      onClose={onClose}
      // What was typed must not be lost by a stray click.
      closeOnClickOutside={false}
      size={920}
      title={id === undefined ? says.addTitle : says.editTitle(initial.name)}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form ref={form} onSubmit={submit} noValidate>
        <div className={classes.form}>
          <div className={classes.basics}>
            <TextInput
              label={says.name}
              value={fields.name}
              onChange={({ target }) =>
                change({
                  name: target.value,
                  ...(isPatternOwn ? {} : { pattern: patternFor(target.value) }),
                })
              }
              error={shown.name}
              data-autofocus
            />
            <TextInput
              label={says.pattern}
              value={fields.pattern}
              onChange={({ target }) => {
                setPatternOwn(true)
                change({ pattern: target.value })
              }}
              error={shown.pattern}
              description={says.patternHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              classNames={{ input: classes.mono }}
              spellCheck={false}
            />
            <TextInput
              type="datetime-local"
              step={1}
              label={says.start}
              value={fields.start}
              onChange={({ target }) => change({ start: target.value })}
              error={shown.start}
              description={says.startHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
            />
            <Select
              label={says.unit}
              data={UNITS}
              value={fields.unit}
              onChange={(unit) => unit && change({ unit })}
              allowDeselect={false}
            />
          </div>
          <PriceGrid fields={fields} problems={shown} onChange={change} />
          {fields.tiers.slice(1).map((tier) => (
            <TierConditions
              key={tier.key}
              tier={tier}
              problems={shown}
              onChange={(conditions) =>
                change({
                  tiers: fields.tiers.map((one) => (one.key === tier.key ? { ...one, conditions } : one)),
                })
              }
            />
          ))}
          <details className={classes.trial}>
            <summary>{t.models.trial.formTitle}</summary>
            <Trial
              project={project}
              name={fields.name}
              draft={Object.keys(problems).length === 0 ? input : undefined}
              draftId={id}
            />
          </details>
        </div>
        <DialogEnd error={refused ? null : saving.error}>
          <span className={classes.note}>{says.repriceNote}</span>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {id === undefined ? says.create : says.save}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
