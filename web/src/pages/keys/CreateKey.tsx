import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createKey, instanceQuery, type KeyOwner } from '../../api/account'
import type { CreatedApiKey } from '../../api/types'
import { Code } from '../../components/Code'
import { DialogEnd } from '../../components/DialogEnd'
import { ShownOnce } from '../../components/ShownOnce'
import { t } from '../../i18n'
import { credentialsOf } from '../setup/codexConfig'

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
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {title}
          </Button>
        </DialogEnd>
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
    <ShownOnce title={t.keys.createdTitle} warning={t.keys.createdText} done={t.keys.done} onClose={onClose}>
      <Code title={t.keys.publicKey} text={created.publicKey} />
      <Code title={t.keys.secretKey} text={created.secretKey} />
      {kind === 'project' && <Code title={t.keys.envTitle} text={env} language="shell" />}
      <Code
        title={kind === 'project' ? t.keys.headerTitle : t.keys.authorizationTitle}
        text={`Authorization: Basic ${credentialsOf(created.publicKey, created.secretKey)}`}
        wrap
      />
    </ShownOnce>
  )
}
