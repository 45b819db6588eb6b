import { Button, Tooltip } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../api/account'
import { changeOrganization, deleteOrganization, organizationQuery } from '../../api/organization'
import { reaches } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Confirm } from '../../components/Confirm'
import { CopyButton } from '../../components/CopyButton'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import { Danger, DangerLine } from '../settings/Danger'
import { NameForm } from '../settings/NameForm'
import classes from '../settings/Settings.module.css'
import { useOrganization } from './OrganizationFrame'

/** The organisation itself: what it is called, and its end. */
export function OrganizationGeneralPage() {
  const { id, own } = useOrganization()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data, error, refetch } = useQuery(organizationQuery(id))
  const [deleting, setDeleting] = useState(false)
  useTitle(t.settings.general)
  const role = own?.role ?? undefined
  const count = data?.projects.length ?? 0
  const reason = !reaches(role, 'owner')
    ? t.settings.onlyOwners
    : count > 0
      ? t.organization.deleteHasProjects(count)
      : undefined
  return (
    <div className={classes.root}>
      <PageHead title={t.settings.general} />
      <div className={classes.body}>
        {error && !data ? (
          <PageError error={error} />
        ) : !data ? (
          <PagePending />
        ) : (
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
              reload={async () => (await refetch()).data}
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
      </div>
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
    </div>
  )
}
