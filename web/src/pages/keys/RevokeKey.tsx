import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type KeyOwner, revokeKey } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { t } from '../../i18n'
import classes from './KeysPage.module.css'

interface RevokeKeyProps {
  owner: KeyOwner
  apiKey: ApiKey
  onClose: () => void
}

/** Asks before a key is put out of force. */
export function RevokeKey({ owner, apiKey, onClose }: RevokeKeyProps) {
  const queries = useQueryClient()
  const revocation = useMutation({
    mutationFn: () => revokeKey(owner, apiKey.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['keys', owner.kind, owner.id] })
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.keys.revokeTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <p className={classes.revoked}>
        <b>{apiKey.note || t.keys.noNote}</b> <code>{apiKey.publicKey}</code>
      </p>
      <p>{t.keys.revokeText}</p>
      {revocation.error && (
        <p className={classes.problem} role="alert">
          {revocation.error.message}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t.common.cancel}
        </Button>
        <Button variant="danger" loading={revocation.isPending} onClick={() => revocation.mutate()}>
          {t.keys.revoke}
        </Button>
      </div>
    </Modal>
  )
}
