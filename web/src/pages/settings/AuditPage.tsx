import { useNavigate, useSearch } from '@tanstack/react-router'
import { useProjectId } from '../../app/useProjectId'
import { t } from '../../i18n'
import { AuditLog } from '../audit/AuditLog'
import { SettingsPage } from './SettingsPage'

/** Who changed what in the project. */
export function AuditPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/in-settings/settings/audit-logs' })
  const navigate = useNavigate({ from: '/project/$projectId/settings/audit-logs' })
  return (
    <SettingsPage title={t.audit.title} lead={t.audit.lead}>
      <AuditLog
        scope={{ kind: 'project', id: project }}
        search={search}
        onSearch={(part) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })}
      />
    </SettingsPage>
  )
}
