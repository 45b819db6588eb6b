import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/client'
import {
  createDataset,
  type DatasetDetail,
  type DatasetEdit,
  datasetQuery,
  editDataset,
  fitQuery,
} from '../../api/datasets'
import { DialogEnd } from '../../components/DialogEnd'
import { PageError, PagePending } from '../../components/PageState'
import { toast } from '../../components/toast'
import { DiffView } from '../../editor/DiffView'
import { EditorField } from '../../editor/EditorField'
import { t } from '../../i18n'
import classes from './DatasetForm.module.css'
import { type DatasetTexts, differing, readDataset, textsOfDataset } from './datasetText'
import { SchemaField } from './SchemaField'
import { SchemaFitNote } from './SchemaFitNote'

const says = t.datasets.form

interface DatasetFormProps {
  project: string
  /** Id of the dataset that is changed; undefined for a new one. */
  dataset?: string
  /** What the name of a new one begins with. */
  name?: string
  onClose: () => void
  onCreated?: (made: DatasetDetail) => void
}

/** Makes, changes or moves a dataset. */
export function DatasetForm(props: DatasetFormProps) {
  const { data, error } = useQuery({
    ...datasetQuery(props.project, props.dataset ?? ''),
    enabled: props.dataset !== undefined,
    refetchOnWindowFocus: false,
  })
  return (
    <Modal
      opened
      onClose={props.onClose}
      // What was typed must not be lost by a stray click.
      closeOnClickOutside={false}
      size={760}
      title={data ? says.editTitle(data.name) : says.createTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {props.dataset === undefined || data ? (
        <Fields {...props} initial={data} />
      ) : error ? (
        <PageError error={error} />
      ) : (
        <PagePending />
      )}
    </Modal>
  )
}

function Fields({
  project,
  name,
  onClose,
  onCreated,
  initial,
}: DatasetFormProps & { initial?: DatasetDetail }) {
  const queries = useQueryClient()
  const [base, setBase] = useState(initial)
  const [texts, setTexts] = useState<DatasetTexts>(() => ({
    ...textsOfDataset(base),
    ...(base ? {} : { name: name ?? '' }),
  }))
  const change = (part: Partial<DatasetTexts>) => {
    setTexts((old) => ({ ...old, ...part }))
    saving.reset()
  }
  const { value, problems } = readDataset(texts)
  const changed = base ? differing(textsOfDataset(base), texts) : []
  const changesSchema = changed.includes('inputSchema') || changed.includes('expectedOutputSchema')
  const items = (base?.itemCount ?? 0) + (base?.archivedCount ?? 0)
  const fit = useQuery({
    ...fitQuery(project, base?.id ?? '', {
      inputSchema: value.inputSchema,
      expectedOutputSchema: value.expectedOutputSchema,
    }),
    enabled: base !== undefined && changesSchema && items > 0 && Object.keys(problems).length === 0,
  })
  const saving = useMutation({
    mutationFn: (revision: number | undefined) => {
      if (!base) return createDataset(project, value)
      const edit: DatasetEdit = { revision }
      for (const field of changed) Object.assign(edit, { [field]: value[field] })
      return editDataset(project, base.id, edit)
    },
    onSuccess: async (made) => {
      queries.setQueryData(datasetQuery(project, made.id).queryKey, made)
      await queries.invalidateQueries({ queryKey: ['datasets', project] })
      onClose()
      if (base) toast(says.saved(made.name))
      onCreated?.(made)
    },
  })
  const refusal = saving.error instanceof ApiError ? saving.error : undefined
  const isStale = refusal?.status === 409 && refusal.field === 'revision'
  const theirs = useQuery({
    ...datasetQuery(project, base?.id ?? ''),
    queryKey: ['datasets', project, 'theirs', base?.id ?? ''],
    enabled: isStale,
    gcTime: 0,
  })
  const told = (field: string): string | undefined => {
    const fitting = fit.error instanceof ApiError && fit.error.field === field ? fit.error.message : undefined
    const refused = refusal?.field === field && !isStale ? refusal.message : undefined
    return problems[field as keyof DatasetTexts] ?? refused ?? fitting
  }
  const isBlocked = Object.keys(problems).length > 0 || (changesSchema && (fit.data?.wrong ?? 0) > 0)

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBlocked) saving.mutate(base?.revision)
      }}
    >
      <div className={classes.form}>
        {isStale && theirs.data && base && (
          <section className={classes.stale} role="alert">
            <b>{says.staleTitle}</b>
            <p>{says.staleText}</p>
            <DiffView
              before={JSON.stringify(plainOf(theirs.data), null, 2)}
              after={JSON.stringify({ ...plainOf(theirs.data), ...pick(value, changed) }, null, 2)}
              beforeLabel={says.stored}
              afterLabel={says.yours}
              language="json"
              isUnified
            />
            <div className={classes.staleActions}>
              <Button onClick={() => saving.mutate(theirs.data.revision)}>{says.saveOver}</Button>
              <Button
                variant="default"
                onClick={() => {
                  setBase(theirs.data)
                  setTexts(textsOfDataset(theirs.data))
                  saving.reset()
                }}
              >
                {says.takeTheirs}
              </Button>
            </div>
          </section>
        )}
        <TextInput
          label={says.name}
          description={says.nameHint}
          value={texts.name}
          onChange={({ target }) => change({ name: target.value })}
          error={told('name')}
          data-autofocus
        />
        <Textarea
          label={says.description}
          value={texts.description}
          onChange={({ target }) => change({ description: target.value })}
          autosize
          minRows={1}
          maxRows={6}
        />
        <details className={classes.more} open={base !== undefined || undefined}>
          <summary>{says.schemas}</summary>
          <p className={classes.hint}>{says.schemasHint}</p>
          <div className={classes.schemas}>
            <SchemaField
              project={project}
              dataset={base?.id}
              field="inputSchema"
              label={says.input}
              value={texts.inputSchema}
              onChange={(inputSchema) => change({ inputSchema })}
              error={told('inputSchema')}
            />
            <SchemaField
              project={project}
              dataset={base?.id}
              field="expectedOutputSchema"
              label={says.expectedOutput}
              value={texts.expectedOutputSchema}
              onChange={(expectedOutputSchema) => change({ expectedOutputSchema })}
              error={told('expectedOutputSchema')}
            />
          </div>
          {base && changesSchema && (
            <SchemaFitNote project={project} dataset={base.id} fit={fit.data} isChecking={fit.isFetching} />
          )}
        </details>
        <details className={classes.more} open={texts.metadata !== '' || undefined}>
          <summary>{says.metadata}</summary>
          <EditorField
            label={says.metadata}
            description={says.metadataHint}
            language="json"
            value={texts.metadata}
            onChange={(metadata) => change({ metadata })}
            error={told('metadata')}
            minHeight={64}
            maxHeight={200}
            isLabelHidden
          />
        </details>
      </div>
      <DialogEnd
        error={
          !isStale &&
          !['name', 'inputSchema', 'expectedOutputSchema'].includes(refusal?.field ?? '') &&
          saving.error
        }
      >
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button
          type="submit"
          loading={saving.isPending}
          disabled={
            !texts.name.trim() || isBlocked || isStale || (base !== undefined && changed.length === 0)
          }
        >
          {base ? t.common.save : says.create}
        </Button>
      </DialogEnd>
    </form>
  )
}

const plainOf = ({ name, description, metadata, inputSchema, expectedOutputSchema }: DatasetDetail) => ({
  name,
  description,
  metadata,
  inputSchema,
  expectedOutputSchema,
})

const pick = (value: Record<string, unknown>, fields: readonly string[]) =>
  Object.fromEntries(fields.map((field) => [field, value[field]]))
