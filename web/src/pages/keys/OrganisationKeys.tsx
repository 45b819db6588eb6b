import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { keysQuery } from '../../api/account'
import type { ApiKey } from '../../api/types'
import { t } from '../../i18n'
import { CreateKey } from './CreateKey'
import classes from './KeysPage.module.css'
import { KeyTable } from './KeyTable'
import { RevokeKey } from './RevokeKey'

/** The keys of an organisation, for its admins: list, create, revoke. */
export function OrganisationKeys({ organization, name }: { organization: string; name: string }) {
  const owner = { kind: 'organization', id: organization } as const
  const { data: keys } = useQuery(keysQuery(owner))
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  return (
    <section>
      <div className={classes.sectionHead}>
        <h2>{t.keys.organisationTitle}</h2>
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => setCreating(true)}
        >
          {t.keys.createOrganisation}
        </Button>
      </div>
      <p className={classes.lead}>{t.keys.organisationLead(name)}</p>
      {keys && keys.length > 0 ? (
        <KeyTable label={t.keys.organisationTitle} keys={keys} onRevoke={setRevoking} />
      ) : (
        keys && <p className={classes.quiet}>{t.keys.emptyOrganisation}</p>
      )}
      {creating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
      {revoking && <RevokeKey owner={owner} apiKey={revoking} onClose={() => setRevoking(null)} />}
    </section>
  )
}
