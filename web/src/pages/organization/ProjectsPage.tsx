import { Button, Skeleton, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { FolderOpen, Plus } from 'lucide-react'
import { useState } from 'react'
import { activityQuery, organizationQuery } from '../../api/organization'
import { reaches } from '../../app/useRole'
import { ListTable } from '../../components/ListTable'
import { Notice } from '../../components/Notice'
import { Loaded } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { useFound } from '../../components/useFound'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from '../settings/Settings.module.css'
import { SettingsPage } from '../settings/SettingsPage'
import { CreateThing } from './CreateThing'
import { useOrganization } from './OrganizationFrame'

/** The projects of an organisation that the user may open, with what goes on in them. */
export function ProjectsPage() {
  const { id, me, own } = useOrganization()
  const organization = useQuery(organizationQuery(id))
  const data = organization.data
  const { q = '' } = useSearch({ from: '/signed-in/organization/$organizationId/' })
  const navigate = useNavigate({ from: '/organization/$organizationId/' })
  const list = useFound({
    rows: data?.projects,
    textOf: (project) => project.name,
    placeholder: t.organization.findProject,
    query: q,
    onQuery: (query) => void navigate({ search: { q: query || undefined }, replace: true }),
  })
  const { data: activity } = useQuery(activityQuery(id))
  const [creating, setCreating] = useState<'project' | 'organization' | null>(null)
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
    <SettingsPage
      title={t.organization.projects}
      actions={
        <>
          {me?.mayCreateOrganizations && (
            <Button variant="default" onClick={() => setCreating('organization')}>
              {t.organization.newOrganization}
            </Button>
          )}
          {create}
        </>
      }
    >
      {data && data.deleting.length > 0 && (
        <p className={classes.lead}>{t.organization.deleting(data.deleting.join(', '))}</p>
      )}
      <Loaded query={organization}>
        {({ projects }) =>
          projects.length === 0 ? (
            <Notice
              icon={FolderOpen}
              title={t.organization.empty}
              text={mayCreate ? t.organization.emptyText : t.organization.emptyForMembers}
            />
          ) : (
            <>
              {list.field}
              {list.shown.length > 0 && (
                <ListTable
                  label={t.organization.projects}
                  columns={[
                    columns.name,
                    columns.role,
                    { label: columns.keys, isNumber: true },
                    { label: columns.traces, isNumber: true },
                    columns.last,
                    columns.created,
                  ]}
                >
                  {list.shown.map((project) => {
                    const goesOn = activity?.find((one) => one.projectId === project.id)
                    return (
                      <tr key={project.id}>
                        <td data-clip title={project.name}>
                          <Link
                            to="/project/$projectId/traces"
                            params={{ projectId: project.id }}
                            search={{}}
                          >
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
                </ListTable>
              )}
              {list.rest}
            </>
          )
        }
      </Loaded>
      {creating && <CreateThing kind={creating} organization={id} onClose={() => setCreating(null)} />}
    </SettingsPage>
  )
}
