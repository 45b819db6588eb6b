import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { t } from '../../i18n'
import { AuditLog } from '../audit/AuditLog'
import classes from '../settings/Settings.module.css'
import { useOrganization } from './OrganizationFrame'

/** Who changed what in the organisation and all of its projects. */
export function OrganizationAuditPage() {
  const { id } = useOrganization()
  const search = useSearch({ from: '/signed-in/organization/$organizationId/settings/audit-logs' })
  const navigate = useNavigate({ from: '/organization/$organizationId/settings/audit-logs' })
  useTitle(t.audit.title)
  return (
    <div className={classes.root}>
      <PageHead title={t.audit.title} />
      <div className={classes.body}>
        <p className={classes.lead}>{t.audit.lead}</p>
        <AuditLog
          scope={{ kind: 'organization', id }}
          search={search}
          onSearch={(part) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })}
        />
      </div>
    </div>
  )
}
