import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { Choices } from '../../annotate/Choices'
import { choicesOf } from '../../annotate/judgement'
import { ApiError } from '../../api/client'
import {
  changeScoreConfig,
  createScoreConfig,
  type ScoreConfig,
  scoreConfigsQuery,
} from '../../api/scoreConfigs'
import { DialogEnd } from '../../components/DialogEnd'
import { t } from '../../i18n'
import { CategoryRows } from './CategoryRows'
import classes from './ConfigDialog.module.css'
import {
  CONFIG_TYPES,
  type ConfigFields,
  type ConfigType,
  changeOf,
  differences,
  emptyConfig,
  fieldsOf,
  inputOf,
  type Problems,
  problemsOf,
} from './configForm'

const says = t.scoreConfigs.form
/** Fields of the server's answer and their places here. */
const FIELDS: Record<string, string> = {
  name: 'name',
  minValue: 'min',
  maxValue: 'max',
  categories: 'categories',
  description: 'description',
}

interface ConfigDialogProps {
  project: string
  /** The config that is changed; undefined for a new one. */
  config: ScoreConfig | undefined
  configs: ScoreConfig[]
  onDone?: (config: ScoreConfig) => void
  onClose: () => void
}

/** Makes or changes a score config. */
export function ConfigDialog({ project, config, configs, onDone, onClose }: ConfigDialogProps) {
  const queries = useQueryClient()
  const [fields, setFields] = useState(() => (config ? fieldsOf(config) : emptyConfig()))
  /** What the config was when the fields were read from it. */
  const [seen, setSeen] = useState(config)
  /** What somebody else made of it meanwhile. */
  const [theirs, setTheirs] = useState<ScoreConfig | null>(null)
  const [isTold, setTold] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const problems = problemsOf(
    fields,
    configs.filter((one) => one.id !== config?.id),
  )
  const isUsed = (seen?.scoreCount ?? 0) > 0

  const saving = useMutation({
    mutationFn: (revision: number) =>
      config
        ? changeScoreConfig(project, config.id, changeOf(fields, revision))
        : createScoreConfig(project, inputOf(fields)),
    onSuccess: async (saved) => {
      await queries.invalidateQueries({ queryKey: ['score-configs', project] })
      onClose()
      onDone?.(saved)
    },
    onError: async (error) => {
      if (!config || !(error instanceof ApiError) || error.status !== 409) return
      const now = await queries.fetchQuery({ ...scoreConfigsQuery(project), staleTime: 0 })
      setTheirs(now.find((one) => one.id === config.id) ?? null)
    },
  })
  const refused = saving.error instanceof ApiError ? FIELDS[saving.error.field] : undefined
  const shown: Problems = {
    ...(isTold ? problems : {}),
    ...(refused && saving.error ? { [refused]: saving.error.message } : {}),
  }
  const change = (part: Partial<ConfigFields>) => {
    setFields((old) => ({ ...old, ...part }))
    if (!theirs) saving.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTold(true)
    if (Object.keys(problems).length === 0) saving.mutate(seen?.revision ?? 0)
    else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }

  return (
    <Modal
      opened
      onClose={onClose}
      // What was typed must not be lost by a stray click.
      closeOnClickOutside={false}
      size={560}
      title={config ? says.editTitle(config.name) : says.addTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form ref={form} onSubmit={submit} noValidate>
        <div className={classes.form}>
          {theirs && seen && (
            <Stale
              before={seen}
              after={theirs}
              onTheirs={() => {
                setFields(fieldsOf(theirs))
                setSeen(theirs)
                setTheirs(null)
                saving.reset()
              }}
              onMine={() => {
                setSeen(theirs)
                setTheirs(null)
                saving.mutate(theirs.revision)
              }}
            />
          )}
          <TextInput
            label={says.name}
            value={fields.name}
            disabled={isUsed}
            description={isUsed ? says.nameLocked(seen?.scoreCount ?? 0) : says.nameHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            error={shown.name}
            onChange={({ target }) => change({ name: target.value })}
            data-autofocus={isUsed ? undefined : true}
          />
          <div>
            <span className={classes.label} id="config-type">
              {says.type}
            </span>
            <SegmentedControl
              fullWidth
              aria-labelledby="config-type"
              value={fields.dataType}
              disabled={config !== undefined}
              onChange={(dataType) => change({ dataType: dataType as ConfigType })}
              data={CONFIG_TYPES.map((value) => ({ value, label: t.scores.types[value] ?? value }))}
            />
            <p className={classes.hint}>{config ? says.typeLocked : says.typeHints[fields.dataType]}</p>
          </div>
          {fields.dataType === 'NUMERIC' && (
            <div>
              <div className={classes.range}>
                <TextInput
                  label={says.min}
                  inputMode="decimal"
                  placeholder={says.open}
                  value={fields.min}
                  error={shown.min}
                  onChange={({ target }) => change({ min: target.value })}
                />
                <TextInput
                  label={says.max}
                  inputMode="decimal"
                  placeholder={says.open}
                  value={fields.max}
                  error={shown.max}
                  onChange={({ target }) => change({ max: target.value })}
                />
              </div>
              {isUsed && <p className={classes.hint}>{says.rangeNote}</p>}
            </div>
          )}
          {fields.dataType === 'CATEGORICAL' && (
            <CategoryRows
              categories={fields.categories}
              problems={shown}
              onChange={(categories) => change({ categories })}
            />
          )}
          <Textarea
            label={says.description}
            description={says.descriptionHint}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2_000}
            value={fields.description}
            error={shown.description}
            onChange={({ target }) => change({ description: target.value })}
          />
          <Preview fields={fields} hasProblems={Object.keys(problems).some((one) => one !== 'name')} />
        </div>
        <DialogEnd
          error={
            saving.error &&
            !refused &&
            !theirs &&
            `${saving.error.message} ${saving.error instanceof ApiError ? saving.error.hint : ''}`
          }
        >
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={theirs !== null}>
            {config ? says.save : says.create}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}

/** The buttons as they will be; nothing where one types. */
function Preview({ fields, hasProblems }: { fields: ConfigFields; hasProblems: boolean }) {
  const [value, setValue] = useState('')
  const { minValue = null, maxValue = null, categories = [], dataType } = inputOf(fields)
  const rule = { minValue, maxValue, dataType, categories: dataType === 'CATEGORICAL' ? categories : [] }
  if (hasProblems || choicesOf(rule).length === 0) return null
  return (
    <div className={classes.preview}>
      <span className={classes.label}>{says.preview}</span>
      <Choices label={says.preview} rule={rule} value={value} isDisabled={false} onChoose={setValue} />
    </div>
  )
}

interface StaleProps {
  before: ScoreConfig
  after: ScoreConfig
  onTheirs: () => void
  onMine: () => void
}

function Stale({ before, after, onTheirs, onMine }: StaleProps) {
  const fields = differences(before, after)
  return (
    <div className={classes.stale} role="alert">
      <b>{says.staleTitle}</b>
      <p>{fields.length ? says.stale(fields.join(', ')) : says.staleSame}</p>
      <div className={classes.choice}>
        <Button variant="default" size="compact-xs" onClick={onTheirs}>
          {says.useTheirs}
        </Button>
        <Button variant="default" size="compact-xs" onClick={onMine}>
          {says.keepMine}
        </Button>
      </div>
    </div>
  )
}
