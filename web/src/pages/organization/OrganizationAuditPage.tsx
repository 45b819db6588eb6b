import { useNavigate, useSearch } from '@tanstack/react-router'
import { t } from '../../i18n'
import { AuditLog } from '../audit/AuditLog'
import { SettingsPage } from '../settings/SettingsPage'
import { useOrganization } from './OrganizationFrame'

/** Who changed what in the organisation and all of its projects. */
export function OrganizationAuditPage() {
  const { id } = useOrganization()
  const search = useSearch({ from: '/signed-in/organization/$organizationId/settings/audit-logs' })
  const navigate = useNavigate({ from: '/organization/$organizationId/settings/audit-logs' })
  return (
    <SettingsPage title={t.audit.title} lead={t.audit.lead}>
      <AuditLog
        scope={{ kind: 'organization', id }}
        search={search}
        onSearch={(part) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })}
      />
    </SettingsPage>
  )
}
