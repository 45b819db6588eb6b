import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createKey, instanceQuery, type KeyOwner } from '../../api/account'
import type { CreatedApiKey } from '../../api/types'
import { Code } from '../../components/Code'
import { t } from '../../i18n'
import { credentialsOf } from '../setup/codexConfig'
import classes from './KeysPage.module.css'

interface CreateKeyProps {
  owner: KeyOwner
  onClose: () => void
}

const EXPIRY = [
  { value: '', label: t.keys.expiryChoices.never },
  { value: '30', label: t.keys.expiryChoices.days30 },
  { value: '90', label: t.keys.expiryChoices.days90 },
  { value: '365', label: t.keys.expiryChoices.days365 },
]

/** Asks for a note and a life time, makes the key, and shows its secret this once. */
export function CreateKey({ owner, onClose }: CreateKeyProps) {
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const [days, setDays] = useState('')
  const title = owner.kind === 'project' ? t.keys.create : t.keys.createOrganisation
  const creation = useMutation({
    mutationFn: () => createKey(owner, note, days ? Number(days) : null),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['keys', owner.kind, owner.id] }),
  })
  if (creation.data) return <Secret created={creation.data} kind={owner.kind} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t.common.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate()
        }}
      >
        <TextInput
          label={t.keys.note}
          placeholder={t.keys.notePlaceholder}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          data-autofocus
          error={creation.error?.message}
        />
        <Select
          mt={12}
          label={t.keys.expiry}
          data={EXPIRY}
          value={days}
          onChange={(value) => setDays(value ?? '')}
          allowDeselect={false}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {title}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

interface SecretProps {
  created: CreatedApiKey
  kind: KeyOwner['kind']
  onClose: () => void
}

function Secret({ created, kind, onClose }: SecretProps) {
  const { data: instance } = useQuery(instanceQuery)
  const host = instance?.baseUrl || location.origin
  const env = [
    `LANGFUSE_PUBLIC_KEY="${created.publicKey}"`,
    `LANGFUSE_SECRET_KEY="${created.secretKey}"`,
    `LANGFUSE_BASE_URL="${host}"`,
    `LANGFUSE_HOST="${host}"`,
  ].join('\n')
  return (
    <Modal
      opened
      onClose={onClose}
      // A stray click must not take away the only sight of the secret.
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size={600}
      title={t.keys.createdTitle}
    >
      <div className={classes.secret}>
        <p className={classes.warning}>{t.keys.createdText}</p>
        <Code title={t.keys.publicKey} text={created.publicKey} />
        <Code title={t.keys.secretKey} text={created.secretKey} />
        {kind === 'project' && <Code title={t.keys.envTitle} text={env} language="shell" />}
        <Code
          title={kind === 'project' ? t.keys.headerTitle : t.keys.authorizationTitle}
          text={`Authorization: Basic ${credentialsOf(created.publicKey, created.secretKey)}`}
          wrap
        />
      </div>
      <div className={classes.actions}>
        <Button onClick={onClose}>{t.keys.done}</Button>
      </div>
    </Modal>
  )
}
