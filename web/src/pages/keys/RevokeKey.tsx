import { useQueryClient } from '@tanstack/react-query'
import { type KeyOwner, revokeKey } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { Confirm } from '../../components/Confirm'
import { t } from '../../i18n'
import classes from './Keys.module.css'

interface RevokeKeyProps {
  owner: KeyOwner
  apiKey: ApiKey
  onClose: () => void
}

/** Asks before a key is put out of force. */
export function RevokeKey({ owner, apiKey, onClose }: RevokeKeyProps) {
  const queries = useQueryClient()
  return (
    <Confirm
      title={t.keys.revokeTitle}
      action={t.keys.revoke}
      run={() => revokeKey(owner, apiKey.id)}
      onDone={() => void queries.invalidateQueries({ queryKey: ['keys', owner.kind, owner.id] })}
      onClose={onClose}
    >
      <p className={classes.revoked}>
        <b>{apiKey.note || t.keys.noNote}</b> <code>{apiKey.publicKey}</code>
      </p>
      <p>{t.keys.revokeText}</p>
    </Confirm>
  )
}
