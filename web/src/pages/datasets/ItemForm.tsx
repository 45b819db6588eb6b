import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/client'
import { editItem, type ItemDetail, itemQuery } from '../../api/datasetItems'
import { type NewItem, writeItems } from '../../api/datasets'
import { useUnsaved } from '../../app/useUnsaved'
import { Confirm } from '../../components/Confirm'
import { toast } from '../../components/toast'
import { EditorField } from '../../editor/EditorField'
import { t } from '../../i18n'
import { ItemConflict, type Merged } from './ItemConflict'
import classes from './ItemForm.module.css'
import { ITEM_FIELDS, type ItemField, readValue, textOf } from './itemText'
import { useDeeds } from './useDeeds'

const says = t.datasets.item
type Texts = Record<ItemField, string>

interface ItemFormProps {
  project: string
  dataset: string
  /** What the item is; undefined for a new one. */
  item: ItemDetail | undefined
  onDone: (id: string) => void
  onCancel: () => void
}

/** Writes an item. Values are held to the schemas while they are typed; what others saved meanwhile is not lost. */
export function ItemForm({ project, dataset, item: opened, onDone, onCancel }: ItemFormProps) {
  const queries = useQueryClient()
  const { refresh } = useDeeds(project, dataset)
  // The item as it was when the form was opened, or when what is stored was taken.
  const [base, setBase] = useState(opened)
  const [id, setId] = useState('')
  const [texts, setTexts] = useState<Texts>(() => textsOf(opened))
  const first = textsOf(base)
  const changed = ITEM_FIELDS.filter((field) => texts[field] !== first[field])
  const isDirty = changed.length > 0 || id !== ''
  const unsaved = useUnsaved(isDirty)

  const read = Object.fromEntries(ITEM_FIELDS.map((field) => [field, readValue(texts[field])])) as Record<
    ItemField,
    ReturnType<typeof readValue>
  >
  const problems: Partial<Record<ItemField | 'id', string>> = {}
  const values: Partial<Record<ItemField, string | null>> = {}
  for (const field of ITEM_FIELDS) {
    const found = read[field]
    if ('problem' in found) problems[field] = t.datasets.form.notJson(found.problem)
    else if (!base || changed.includes(field)) values[field] = found.json
  }
  const isReadable = ITEM_FIELDS.every((field) => 'json' in read[field])
  const draft: NewItem = { ...values, ...(base ? { id: base.id } : id.trim() ? { id: id.trim() } : {}) }
  const [judged] = useDebouncedValue(JSON.stringify(draft), 400)
  const judgement = useQuery({
    queryKey: ['dataset-items', project, dataset, 'judged', judged],
    queryFn: () => writeItems(project, dataset, [JSON.parse(judged) as NewItem], true),
    enabled: isReadable && isDirty,
    retry: false,
  })
  for (const one of judgement.data?.refused ?? []) {
    const field = one.field === 'id' ? 'id' : ITEM_FIELDS.find((name) => name === one.field)
    if (field && judged === JSON.stringify(draft)) problems[field] ??= one.message
  }

  const saving = useMutation({
    mutationFn: async (merged: Merged | undefined) => {
      if (base) {
        // Only what was typed is sent: what somebody else made of the other fields stays.
        const all = { ...base, ...values }
        const sent = Object.fromEntries((merged?.fields ?? changed).map((field) => [field, all[field]]))
        return (
          await editItem(project, dataset, base.id, { ...sent, version: (merged?.theirs ?? base).version })
        ).id
      }
      const written = await writeItems(project, dataset, [draft])
      const refused = written.refused[0]
      if (refused) throw new ApiError(422, { message: refused.message, hint: '', field: refused.field })
      return written.ids[0] ?? ''
    },
    onSuccess: async (made) => {
      unsaved.release()
      await refresh()
      toast(base ? says.saved : says.made)
      onDone(made)
    },
  })
  const isConflict = saving.error instanceof ApiError && saving.error.status === 409
  const submit = () => {
    if (isReadable && isDirty && !saving.isPending) saving.mutate(undefined)
  }
  const takeTheirs = (theirs: ItemDetail) => {
    queries.setQueryData(itemQuery(project, dataset, theirs.id).queryKey, theirs)
    setBase(theirs)
    setTexts(textsOf(theirs))
    saving.reset()
  }

  return (
    <>
      {unsaved.isAsking && (
        <Confirm
          title={says.discardTitle}
          action={says.discardAction}
          run={async () => unsaved.leave()}
          onClose={unsaved.stay}
        >
          <p>{says.discard}</p>
        </Confirm>
      )}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {isConflict && base && (
          <ItemConflict
            project={project}
            dataset={dataset}
            base={base}
            message={saving.error?.message ?? ''}
            yours={values}
            isSaving={saving.isPending}
            isReadable={isReadable}
            onSave={(merged) => saving.mutate(merged)}
            onTake={takeTheirs}
          />
        )}
        {!base && (
          <TextInput
            label={says.id}
            description={says.idHint}
            value={id}
            onChange={({ target }) => setId(target.value)}
            error={problems.id}
            spellCheck={false}
          />
        )}
        {ITEM_FIELDS.map((field, index) => (
          <EditorField
            key={field}
            label={says.fields[field]}
            description={index === 0 ? says.textHint : undefined}
            language="json"
            value={texts[field]}
            onChange={(text) => setTexts((old) => ({ ...old, [field]: text }))}
            error={problems[field]}
            minHeight={field === 'metadata' ? 64 : 110}
            maxHeight="38dvh"
            autoFocus={index === 0}
            onSubmit={submit}
          />
        ))}
        {saving.error && !isConflict && (
          <p className={classes.problem} role="alert">
            {saving.error.message}
          </p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onCancel}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={saving.isPending} disabled={!isReadable || !isDirty || isConflict}>
            {base ? says.save : says.create}
          </Button>
        </div>
      </form>
    </>
  )
}

const textsOf = (item: ItemDetail | undefined): Texts => ({
  input: textOf(item?.input),
  expectedOutput: textOf(item?.expectedOutput),
  metadata: textOf(item?.metadata),
})
