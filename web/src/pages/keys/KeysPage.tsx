import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery, revokeKey } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { t } from '../../i18n'
import { CreateKey } from './CreateKey'
import classes from './KeysPage.module.css'
import { KeyTable } from './KeyTable'

/** The API keys of the project: list, create, revoke. */
export function KeysPage() {
  const project = useProjectId()
  const { data: keys, error } = useQuery(keysQuery(project))
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  useTitle(t.keys.title)

  return (
    <div className={classes.root}>
      <PageHead title={t.keys.title}>
        <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
          {t.keys.create}
        </Button>
      </PageHead>
      <div className={classes.body}>
        <p className={classes.lead}>{t.keys.lead}</p>
        {error && !keys ? (
          <PageError error={error} />
        ) : !keys ? (
          <PagePending />
        ) : keys.length === 0 ? (
          <Notice icon={KeyRound} title={t.keys.emptyTitle} text={t.keys.empty} />
        ) : (
          <KeyTable keys={keys} onRevoke={setRevoking} />
        )}
      </div>
      {creating && <CreateKey project={project} onClose={() => setCreating(false)} />}
      {revoking && <RevokeKey project={project} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </div>
  )
}

interface RevokeKeyProps {
  project: string
  apiKey: ApiKey
  onClose: () => void
}

function RevokeKey({ project, apiKey, onClose }: RevokeKeyProps) {
  const queries = useQueryClient()
  const revocation = useMutation({
    mutationFn: () => revokeKey(project, apiKey.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['keys', project] })
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
