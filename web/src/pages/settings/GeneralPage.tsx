import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/account'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { CopyButton } from '../../components/CopyButton'
import { Facts } from '../../components/Facts'
import { PageHead } from '../../components/PageHead'
import { t } from '../../i18n'
import classes from './Settings.module.css'

/** The project itself: what it is called and how it is addressed. */
export function GeneralPage() {
  const project = useProjectId()
  const { data: me } = useQuery(meQuery)
  const own = me?.projects.find((one) => one.id === project)
  useTitle(t.settings.general)
  return (
    <div className={classes.root}>
      <PageHead title={t.settings.general} />
      <div className={classes.body}>
        <Facts
          items={[
            [t.settings.name, own?.name],
            [t.settings.organization, own?.organizationName],
            [
              t.settings.projectId,
              <span key="id">
                <code>{project}</code>
                <CopyButton value={project} label={`${t.common.copy}: ${t.settings.projectId}`} />
              </span>,
            ],
          ]}
        />
      </div>
    </div>
  )
}
