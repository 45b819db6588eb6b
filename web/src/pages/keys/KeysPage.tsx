import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery, meQuery } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { reaches, useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { t } from '../../i18n'
import { CreateKey } from './CreateKey'
import classes from './KeysPage.module.css'
import { KeyTable } from './KeyTable'
import { OrganisationKeys } from './OrganisationKeys'
import { RevokeKey } from './RevokeKey'

/** The API keys of the project, and for admins those of its organisation: list, create, revoke. */
export function KeysPage() {
  const project = useProjectId()
  const mayKnow = useMay('member')
  const { data: me } = useQuery(meQuery)
  const owner = { kind: 'project', id: project } as const
  const { data: keys, error } = useQuery({ ...keysQuery(owner), enabled: mayKnow })
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  useTitle(t.keys.title)
  const own = me?.projects.find((one) => one.id === project)
  const organization = me?.organizations.find((one) => one.id === own?.organizationId)

  return (
    <div className={classes.root}>
      <PageHead title={t.keys.title}>
        <Button
          leftSection={<Plus size={14} aria-hidden />}
          disabled={!mayKnow}
          onClick={() => setCreating(true)}
        >
          {t.keys.create}
        </Button>
      </PageHead>
      <div className={classes.body}>
        <p className={classes.lead}>{t.keys.lead}</p>
        {!mayKnow ? (
          <Notice icon={KeyRound} title={t.keys.notForViewersTitle} text={t.keys.notForViewers} />
        ) : error && !keys ? (
          <PageError error={error} />
        ) : !keys ? (
          <PagePending />
        ) : keys.length === 0 ? (
          <Notice icon={KeyRound} title={t.keys.emptyTitle} text={t.keys.empty} />
        ) : (
          <KeyTable label={t.keys.title} keys={keys} onRevoke={setRevoking} />
        )}
        {own && reaches(organization?.role ?? undefined, 'admin') && (
          <div className={classes.section}>
            <OrganisationKeys organization={own.organizationId} name={own.organizationName} />
          </div>
        )}
      </div>
      {creating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
      {revoking && <RevokeKey owner={owner} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </div>
  )
}
