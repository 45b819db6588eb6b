import { useNavigate, useSearch } from '@tanstack/react-router'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { t } from '../../i18n'
import { AuditLog } from '../audit/AuditLog'
import classes from './Settings.module.css'

/** Who changed what in the project. */
export function AuditPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/in-settings/settings/audit-logs' })
  const navigate = useNavigate({ from: '/project/$projectId/settings/audit-logs' })
  useTitle(t.audit.title)
  return (
    <div className={classes.root}>
      <PageHead title={t.audit.title} />
      <div className={classes.body}>
        <p className={classes.lead}>{t.audit.lead}</p>
        <AuditLog
          scope={{ kind: 'project', id: project }}
          search={search}
          onSearch={(part) => void navigate({ search: (old) => ({ ...old, ...part }), replace: true })}
        />
      </div>
    </div>
  )
}
