import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery, meQuery } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { reaches, useMay } from '../../app/useRole'
import { Notice } from '../../components/Notice'
import { Loaded } from '../../components/PageState'
import { t } from '../../i18n'
import { SettingsPage } from '../settings/SettingsPage'
import { CreateKey } from './CreateKey'
import { KeyTable } from './KeyTable'
import { OrganisationKeys } from './OrganisationKeys'
import { RevokeKey } from './RevokeKey'

/** The API keys of the project, and for admins those of its organisation: list, create, revoke. */
export function KeysPage() {
  const project = useProjectId()
  const mayKnow = useMay('member')
  const { data: me } = useQuery(meQuery)
  const owner = { kind: 'project', id: project } as const
  const keys = useQuery({ ...keysQuery(owner), enabled: mayKnow })
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const own = me?.projects.find((one) => one.id === project)
  const organization = me?.organizations.find((one) => one.id === own?.organizationId)

  return (
    <SettingsPage
      title={t.keys.title}
      lead={t.keys.lead}
      actions={
        mayKnow && (
          <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setCreating(true)}>
            {t.keys.create}
          </Button>
        )
      }
    >
      {mayKnow ? (
        <Loaded query={keys}>
          {(found) =>
            found.length === 0 ? (
              <Notice icon={KeyRound} title={t.keys.emptyTitle} text={t.keys.empty} />
            ) : (
              <KeyTable label={t.keys.title} keys={found} onRevoke={setRevoking} />
            )
          }
        </Loaded>
      ) : (
        <Notice icon={KeyRound} title={t.keys.notForViewersTitle} text={t.keys.notForViewers} />
      )}
      {own && reaches(organization?.role ?? undefined, 'admin') && (
        <OrganisationKeys organization={own.organizationId} name={own.organizationName} />
      )}
      {creating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
      {revoking && <RevokeKey owner={owner} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </SettingsPage>
  )
}
