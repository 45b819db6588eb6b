import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { type KeyScope, keysQuery, meQuery, revokeKey } from '../../api/account'
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

/** The API keys of the project, and for admins those of its organisation: list, create, revoke. */
export function KeysPage() {
  const project = useProjectId()
  const { data: me } = useQuery(meQuery)
  const { data: keys, error } = useQuery(keysQuery(project))
  const [creating, setCreating] = useState<KeyScope | null>(null)
  const [revoking, setRevoking] = useState<{ key: ApiKey; scope: KeyScope } | null>(null)
  useTitle(t.keys.title)
  const own = me?.projects.find((one) => one.id === project)

  return (
    <div className={classes.root}>
      <PageHead title={t.keys.title}>
        <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setCreating('project')}>
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
          <KeyTable
            label={t.keys.title}
            keys={keys}
            onRevoke={(key) => setRevoking({ key, scope: 'project' })}
          />
        )}
        {(own?.role === 'owner' || own?.role === 'admin') && (
          <OrganisationKeys
            project={project}
            organisation={own.organizationName}
            onCreate={() => setCreating('organisation')}
            onRevoke={(key) => setRevoking({ key, scope: 'organisation' })}
          />
        )}
      </div>
      {creating && <CreateKey project={project} scope={creating} onClose={() => setCreating(null)} />}
      {revoking && (
        <RevokeKey
          project={project}
          apiKey={revoking.key}
          scope={revoking.scope}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  )
}

interface OrganisationKeysProps {
  project: string
  organisation: string
  onCreate: () => void
  onRevoke: (key: ApiKey) => void
}

function OrganisationKeys({ project, organisation, onCreate, onRevoke }: OrganisationKeysProps) {
  const { data: keys } = useQuery(keysQuery(project, 'organisation'))
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>{t.keys.organisationTitle}</h2>
        <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={onCreate}>
          {t.keys.createOrganisation}
        </Button>
      </div>
      <p className={classes.lead}>{t.keys.organisationLead(organisation)}</p>
      {keys && keys.length > 0 ? (
        <KeyTable label={t.keys.organisationTitle} keys={keys} onRevoke={onRevoke} />
      ) : (
        keys && <p className={classes.quiet}>{t.keys.emptyOrganisation}</p>
      )}
    </section>
  )
}

interface RevokeKeyProps {
  project: string
  apiKey: ApiKey
  scope: KeyScope
  onClose: () => void
}

function RevokeKey({ project, apiKey, scope, onClose }: RevokeKeyProps) {
  const queries = useQueryClient()
  const revocation = useMutation({
    mutationFn: () => revokeKey(project, apiKey.id, scope),
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
