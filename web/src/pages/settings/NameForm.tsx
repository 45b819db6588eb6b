import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/client'
import { type Edited, refreshPeople } from '../../api/organization'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import { JsonObjectField, objectOf, textOf } from './JsonObjectField'
import classes from './Settings.module.css'

interface Named {
  name: string
  metadata: Record<string, unknown>
  revision: number
}

interface NameFormProps {
  nameLabel: string
  metadataHint: string
  /** As it is now. */
  value: Named
  mayEdit: boolean
  save: (edited: Edited) => Promise<unknown>
  reload: () => Promise<Named | undefined>
}

/** Name and metadata of a project or an organisation. What is typed stays when somebody else was faster. */
export function NameForm({ nameLabel, metadataHint, value, mayEdit, save, reload }: NameFormProps) {
  const queries = useQueryClient()
  const [seen, setSeen] = useState(value)
  const [name, setName] = useState(value.name)
  const [metadata, setMetadata] = useState(textOf(value.metadata))
  const object = objectOf(metadata)
  const isChanged = name !== seen.name || metadata !== textOf(seen.metadata)
  const show = (next: Named) => {
    setSeen(next)
    setName(next.name)
    setMetadata(textOf(next.metadata))
  }
  const saving = useMutation({
    mutationFn: () => save({ name, metadata: object, revision: seen.revision }),
    onSuccess: async () => {
      await refreshPeople(queries)
      const next = await reload()
      if (next) show(next)
      toast(t.settings.saved)
    },
  })
  const isStale = saving.error instanceof ApiError && saving.error.field === 'revision'
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        saving.mutate()
      }}
    >
      <TextInput
        label={nameLabel}
        value={name}
        onChange={(event) => setName(event.target.value)}
        maxLength={100}
        readOnly={!mayEdit}
        error={
          saving.error instanceof ApiError && saving.error.field === 'name' ? saving.error.message : undefined
        }
      />
      <JsonObjectField
        value={metadata}
        onChange={setMetadata}
        description={metadataHint}
        isReadOnly={!mayEdit}
      />
      {saving.error && !(saving.error instanceof ApiError && saving.error.field === 'name') && (
        <p className={classes.problem} role="alert">
          {isStale ? t.settings.changedMeanwhile : saving.error.message}{' '}
          {isStale && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={async () => {
                const next = await reload()
                saving.reset()
                if (next) show(next)
              }}
            >
              {t.settings.loadTheirs}
            </Button>
          )}
        </p>
      )}
      {mayEdit ? (
        <div>
          <Button type="submit" loading={saving.isPending} disabled={!isChanged || !object || !name.trim()}>
            {t.common.save}
          </Button>
        </div>
      ) : (
        <p className={classes.quiet}>{t.settings.onlyAdmins}</p>
      )}
    </form>
  )
}
