import { Menu, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, ChevronsUpDown, Plus, Settings } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { meQuery } from '../api/account'
import { useProjectId } from '../app/useProjectId'
import { reaches } from '../app/useRole'
import { t } from '../i18n'
import classes from './ProjectSwitcher.module.css'

const CreateThing = lazy(() =>
  import('../pages/organization/CreateThing').then((module) => ({ default: module.CreateThing })),
)
/** From so many projects on, there is a field to find one. */
const MANY = 8

/** Names the open project and switches to another; organisations are groups. */
export function ProjectSwitcher({ slim }: { slim: boolean }) {
  const { data: me } = useQuery(meQuery)
  const projectId = useProjectId()
  const navigate = useNavigate()
  const [wanted, setWanted] = useState('')
  const [creatingIn, setCreatingIn] = useState<string | null>(null)
  const current = me?.projects.find((project) => project.id === projectId)
  const name = current?.name ?? projectId
  const found = me?.projects.filter((project) =>
    `${project.name} ${project.organizationName}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  )

  return (
    <>
      <Menu position="bottom-start" width={264} onClose={() => setWanted('')}>
        <Menu.Target>
          <button
            type="button"
            className={classes.root}
            data-slim={slim || undefined}
            aria-label={slim ? t.nav.switchProject : undefined}
            title={t.nav.switchProject}
          >
            <span className={classes.mark} aria-hidden>
              {name.slice(0, 1).toUpperCase()}
            </span>
            {!slim && (
              <>
                <span className={classes.names}>
                  <span className={classes.name}>{name}</span>
                  {current && <span className={classes.organization}>{current.organizationName}</span>}
                </span>
                <ChevronsUpDown size={14} aria-hidden className={classes.chevron} />
              </>
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {(me?.projects.length ?? 0) > MANY && (
            <TextInput
              className={classes.find}
              placeholder={t.nav.findProject}
              aria-label={t.nav.findProject}
              value={wanted}
              onChange={(event) => setWanted(event.target.value)}
              // The menu's own keys would take the letters as a search among its items.
              onKeyDown={(event) => event.key.length === 1 && event.stopPropagation()}
            />
          )}
          <div className={classes.list}>
            {me?.organizations.map((organization) => {
              const projects = found?.filter((project) => project.organizationId === organization.id) ?? []
              if (wanted && projects.length === 0) return null
              return (
                <div key={organization.id}>
                  <Menu.Label>{organization.name}</Menu.Label>
                  {projects.map((project) => (
                    <Menu.Item
                      key={project.id}
                      rightSection={project.id === projectId ? <Check size={14} aria-hidden /> : null}
                      onClick={() =>
                        void navigate({
                          to: '/project/$projectId/traces',
                          params: { projectId: project.id },
                          search: {},
                        })
                      }
                    >
                      {project.name}
                    </Menu.Item>
                  ))}
                  {!wanted && reaches(organization.role ?? undefined, 'admin') && (
                    <Menu.Item
                      className={classes.quiet}
                      leftSection={<Plus size={13} aria-hidden />}
                      onClick={() => setCreatingIn(organization.id)}
                    >
                      {t.nav.newProject}
                    </Menu.Item>
                  )}
                </div>
              )
            })}
            {wanted && found?.length === 0 && <Menu.Label>{t.organization.noneFound}</Menu.Label>}
          </div>
          {current && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<Settings size={14} aria-hidden />}
                onClick={() =>
                  void navigate({
                    to: '/organization/$organizationId',
                    params: { organizationId: current.organizationId },
                  })
                }
              >
                {t.nav.organizationSettings}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {creatingIn && (
          <CreateThing kind="project" organization={creatingIn} onClose={() => setCreatingIn(null)} />
        )}
      </Suspense>
    </>
  )
}
