import { Link, Outlet } from '@tanstack/react-router'
import { useProjectId } from '../../app/useProjectId'
import { reaches, useRole } from '../../app/useRole'
import { t } from '../../i18n'
import { useActiveInView } from '../../shell/useActiveInView'
import classes from './SettingsFrame.module.css'
import { neededFor, SETTINGS_PAGES } from './settingsPages'

/** The list of a project's settings beside (on a phone above) the one that is open. */
export function SettingsFrame() {
  const projectId = useProjectId()
  const role = useRole()
  const list = useActiveInView<HTMLElement>()
  return (
    <div className={classes.root}>
      <nav ref={list} className={classes.list} aria-label={t.settings.title}>
        <span className={classes.title}>{t.settings.title}</span>
        {SETTINGS_PAGES.filter((page) => reaches(role, neededFor(page))).map(({ to, icon: Icon, label }) => (
          <Link
            key={to}
            to={to}
            params={{ projectId }}
            search={{}}
            activeOptions={{ exact: true, includeSearch: false }}
            className={classes.item}
          >
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {label}
          </Link>
        ))}
      </nav>
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  )
}
