import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { changeProject, projectSettingsQuery } from '../../api/organization'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { CopyButton } from '../../components/CopyButton'
import { Loaded } from '../../components/PageState'
import { t } from '../../i18n'
import { EndProject } from './EndProject'
import { NameForm } from './NameForm'
import classes from './Settings.module.css'
import { SettingsPage } from './SettingsPage'

/** The project itself: what it is called and how it is addressed, and its end. */
export function GeneralPage() {
  const project = useProjectId()
  const query = useQuery(projectSettingsQuery(project))
  const mayEdit = useMay('admin')
  return (
    <SettingsPage title={t.settings.general}>
      <Loaded query={query}>
        {(data) => (
          <>
            <p className={classes.ids}>
              <span>
                {t.settings.projectId} <code>{data.id}</code>
                <CopyButton value={data.id} label={`${t.common.copy}: ${t.settings.projectId}`} />
              </span>
              <span>
                {t.settings.organization}{' '}
                <Link to="/organization/$organizationId" params={{ organizationId: data.organizationId }}>
                  {data.organizationName}
                </Link>
              </span>
            </p>
            <NameForm
              key={project}
              nameLabel={t.settings.name}
              metadataHint={t.settings.metadataHint}
              value={data}
              mayEdit={mayEdit}
              save={(edited) => changeProject(project, edited)}
              reload={async () => (await query.refetch()).data}
            />
            <EndProject project={data} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  )
}
