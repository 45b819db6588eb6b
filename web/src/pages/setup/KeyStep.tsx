import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Plus } from 'lucide-react'
import { useState } from 'react'
import { createKey, keysQuery } from '../../api/account'
import { useMay } from '../../app/useRole'
import { t } from '../../i18n'
import classes from './KeyStep.module.css'

export interface ChosenKey {
  publicKey: string
  /** `''` while it is not known: secrets are shown only when a key is made. */
  secretKey: string
}

interface KeyStepProps {
  project: string
  value: ChosenKey
  onChange: (key: ChosenKey) => void
}

/** Creates a key, or takes one whose secret the user has kept. */
export function KeyStep({ project, value, onChange }: KeyStepProps) {
  const queries = useQueryClient()
  const mayMake = useMay('member')
  const { data: keys } = useQuery({ ...keysQuery({ kind: 'project', id: project }), enabled: mayMake })
  const [note, setNote] = useState(t.setup.keyNoteDefault)
  const creation = useMutation({
    mutationFn: () => createKey({ kind: 'project', id: project }, note),
    onSuccess: (key) => {
      onChange({ publicKey: key.publicKey, secretKey: key.secretKey })
      void queries.invalidateQueries({ queryKey: ['keys', 'project', project] })
    },
  })

  if (creation.data && creation.data.publicKey === value.publicKey) {
    return (
      <p className={classes.created} role="status">
        <Check size={15} aria-hidden /> {t.setup.keyCreated}
      </p>
    )
  }
  return (
    <>
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate()
        }}
      >
        <TextInput
          label={t.setup.keyNote}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className={classes.field}
        />
        <Button
          type="submit"
          leftSection={<Plus size={14} aria-hidden />}
          loading={creation.isPending}
          disabled={!mayMake}
          title={mayMake ? undefined : t.keys.notForViewers}
        >
          {t.setup.keyNew}
        </Button>
      </form>
      {creation.error && (
        <p className={classes.problem} role="alert">
          {creation.error.message}
        </p>
      )}
      {keys && keys.length > 0 && (
        <details className={classes.existing}>
          <summary>{t.setup.keyExisting}</summary>
          <div className={classes.row}>
            <Select
              className={classes.field}
              label={t.setup.keyPublic}
              data={keys.map((key) => ({
                value: key.publicKey,
                label: key.note ? `${key.note} · ${key.publicKey.slice(0, 14)}…` : key.publicKey,
              }))}
              value={value.publicKey || null}
              onChange={(publicKey) => onChange({ ...value, publicKey: publicKey ?? '' })}
            />
            <PasswordInput
              className={classes.field}
              label={t.setup.keySecret}
              value={value.secretKey}
              onChange={(event) => onChange({ ...value, secretKey: event.target.value.trim() })}
              autoComplete="off"
              placeholder="sk-lf-…"
            />
          </div>
          <p className={classes.help}>{t.setup.keySecretHelp}</p>
        </details>
      )}
    </>
  )
}
