import { Button, Tooltip } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../api/account'
import { changeOrganization, deleteOrganization, organizationQuery } from '../../api/organization'
import { reaches } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { CopyButton } from '../../components/CopyButton'
import { Loaded } from '../../components/PageState'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import { Danger, DangerLine } from '../settings/Danger'
import { NameForm } from '../settings/NameForm'
import classes from '../settings/Settings.module.css'
import { SettingsPage } from '../settings/SettingsPage'
import { useOrganization } from './OrganizationFrame'

/** The organisation itself: what it is called, and its end. */
export function OrganizationGeneralPage() {
  const { id, own } = useOrganization()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const query = useQuery(organizationQuery(id))
  const data = query.data
  const [deleting, setDeleting] = useState(false)
  const role = own?.role ?? undefined
  const count = data?.projects.length ?? 0
  const reason = !reaches(role, 'owner')
    ? t.settings.onlyOwners
    : count > 0
      ? t.organization.deleteHasProjects(count)
      : undefined
  return (
    <SettingsPage title={t.settings.general}>
      <Loaded query={query}>
        {(data) => (
          <>
            <p className={classes.ids}>
              <span>
                {t.settings.organizationId} <code>{data.id}</code>
                <CopyButton value={data.id} label={`${t.common.copy}: ${t.settings.organizationId}`} />
              </span>
            </p>
            <NameForm
              key={id}
              nameLabel={t.settings.name}
              metadataHint={t.organization.metadataHint}
              value={data}
              mayEdit={reaches(role, 'admin')}
              save={(edited) => changeOrganization(id, edited)}
              reload={async () => (await query.refetch()).data}
            />
            <Danger>
              <DangerLine title={t.organization.delete} text={t.organization.deleteText}>
                <Tooltip label={reason} disabled={!reason}>
                  <Button variant="danger" disabled={reason !== undefined} onClick={() => setDeleting(true)}>
                    {t.organization.deleteAction}
                  </Button>
                </Tooltip>
              </DangerLine>
            </Danger>
          </>
        )}
      </Loaded>
      {deleting && data && (
        <Confirm
          title={t.organization.delete}
          action={t.organization.deleteAction}
          typed={data.name}
          run={() => deleteOrganization(id, data.name)}
          onDone={() => {
            toast(t.organization.deleted(data.name))
            void navigate({ to: '/' }).then(() => queries.invalidateQueries({ queryKey: meQuery.queryKey }))
          }}
          onClose={() => setDeleting(false)}
        >
          <p>{t.organization.deleteText}</p>
        </Confirm>
      )}
    </SettingsPage>
  )
}
