import { Button, Skeleton, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FolderOpen, Plus } from 'lucide-react'
import { useState } from 'react'
import { activityQuery, organizationQuery } from '../../api/organization'
import { reaches } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import tables from '../keys/KeysPage.module.css'
import classes from '../settings/Settings.module.css'
import { CreateThing } from './CreateThing'
import { useOrganization } from './OrganizationFrame'

/** The projects of an organisation that the user may open, with what goes on in them. */
export function ProjectsPage() {
  const { id, me, own } = useOrganization()
  const { data, error } = useQuery(organizationQuery(id))
  const { data: activity } = useQuery(activityQuery(id))
  const [creating, setCreating] = useState<'project' | 'organization' | null>(null)
  useTitle(own?.name ?? t.organization.projects)
  const mayCreate = reaches(own?.role ?? undefined, 'admin')
  const columns = t.organization.columns
  const create = (
    <Tooltip label={t.organization.onlyAdmins} disabled={mayCreate}>
      <Button
        leftSection={<Plus size={14} aria-hidden />}
        disabled={!mayCreate}
        onClick={() => setCreating('project')}
      >
        {t.organization.newProject}
      </Button>
    </Tooltip>
  )
  return (
    <div className={classes.root}>
      <PageHead title={t.organization.projects}>
        {me?.mayCreateOrganizations && (
          <Button variant="default" onClick={() => setCreating('organization')}>
            {t.organization.newOrganization}
          </Button>
        )}
        {create}
      </PageHead>
      <div className={classes.body}>
        {data && data.deleting.length > 0 && (
          <p className={classes.lead}>{t.organization.deleting(data.deleting.join(', '))}</p>
        )}
        {error && !data ? (
          <PageError error={error} />
        ) : !data ? (
          <PagePending />
        ) : data.projects.length === 0 ? (
          <Notice
            icon={FolderOpen}
            title={t.organization.empty}
            text={mayCreate ? t.organization.emptyText : t.organization.emptyForMembers}
          />
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <div className={tables.frame} tabIndex={0} role="region" aria-label={t.organization.projects}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th>{columns.name}</th>
                  <th>{columns.role}</th>
                  <th data-end>{columns.keys}</th>
                  <th data-end>{columns.traces}</th>
                  <th>{columns.last}</th>
                  <th>{columns.created}</th>
                </tr>
              </thead>
              <tbody>
                {data.projects.map((project) => {
                  const goesOn = activity?.find((one) => one.projectId === project.id)
                  return (
                    <tr key={project.id}>
                      <td>
                        <Link to="/project/$projectId/traces" params={{ projectId: project.id }} search={{}}>
                          {project.name}
                        </Link>
                      </td>
                      <td className={classes.quiet}>{t.members.roles[project.role]}</td>
                      <td data-end>{project.keys ?? '–'}</td>
                      <td data-end>
                        {goesOn ? formatCount(goesOn.traces) : activity ? '–' : <Skeleton height={10} />}
                      </td>
                      <td>
                        {goesOn?.lastTraceAt ? (
                          <RelativeTime time={goesOn.lastTraceAt} />
                        ) : (
                          <span className={classes.quiet}>{activity ? t.organization.never : ''}</span>
                        )}
                      </td>
                      <td>
                        <RelativeTime time={project.createdAt} />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {creating && <CreateThing kind={creating} organization={id} onClose={() => setCreating(null)} />}
    </div>
  )
}
