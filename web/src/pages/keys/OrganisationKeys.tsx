import { Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery, meQuery } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { Loaded } from '../../components/PageState'
import { Section } from '../../components/Section'
import { t } from '../../i18n'
import { CreateKey } from './CreateKey'
import classes from './Keys.module.css'
import { KeyTable } from './KeyTable'
import { RevokeKey } from './RevokeKey'

/** The keys of an organisation, for its admins: list, create, revoke. */
export function OrganisationKeys({ organization, name }: { organization: string; name: string }) {
  const owner = { kind: 'organization', id: organization } as const
  const keys = useQuery(keysQuery(owner))
  const { data: me } = useQuery(meQuery)
  const mayCreate = me?.organizations.some((one) => one.id === organization && one.role === 'owner') ?? false
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  return (
    <Section
      title={t.keys.organisationTitle}
      lead={t.keys.organisationLead(name)}
      action={
        <Tooltip label={t.keys.onlyOwners} disabled={mayCreate}>
          <Button
            variant="default"
            leftSection={<Plus size={14} aria-hidden />}
            disabled={!mayCreate}
            onClick={() => setCreating(true)}
          >
            {t.keys.createOrganisation}
          </Button>
        </Tooltip>
      }
    >
      <Loaded query={keys}>
        {(found) =>
          found.length === 0 ? (
            <p className={classes.quiet}>{t.keys.emptyOrganisation}</p>
          ) : (
            <KeyTable label={t.keys.organisationTitle} keys={found} onRevoke={setRevoking} />
          )
        }
      </Loaded>
      {creating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
      {revoking && <RevokeKey owner={owner} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </Section>
  )
}
