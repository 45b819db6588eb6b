import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Check, ChevronsUpDown } from 'lucide-react'
import { meQuery } from '../api/account'
import { useProjectId } from '../app/useProjectId'
import { t } from '../i18n'
import classes from './ProjectSwitcher.module.css'

/** Names the open project and switches to another. */
export function ProjectSwitcher({ slim }: { slim: boolean }) {
  const { data: me } = useQuery(meQuery)
  const projectId = useProjectId()
  const navigate = useNavigate()
  const current = me?.projects.find((project) => project.id === projectId)
  const name = current?.name ?? projectId

  return (
    <Menu position="bottom-start" width={240}>
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
        <Menu.Label>{t.nav.switchProject}</Menu.Label>
        {me?.projects.map((project) => (
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
      </Menu.Dropdown>
    </Menu>
  )
}
