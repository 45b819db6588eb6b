import { ActionIcon, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react'
import { Fragment } from 'react'
import { useProjectId } from '../app/useProjectId'
import { Logo } from '../design/Logo'
import { t } from '../i18n'
import classes from './Nav.module.css'
import { NavFoot } from './NavFoot'
import { ProjectSwitcher } from './ProjectSwitcher'
import { PAGE_GROUPS, type Page } from './pages'

interface NavProps {
  slim: boolean
  onSlim?: () => void
  onPalette: () => void
  onHelp: () => void
}

/** The left navigation: project on top, pages, and what belongs to the user at the bottom. */
export function Nav({ slim, onSlim, onPalette, onHelp }: NavProps) {
  return (
    <nav className={classes.root} data-slim={slim || undefined} aria-label={t.nav.label}>
      <div className={classes.head}>
        {!slim && <Logo size={20} />}
        {onSlim && (
          <ActionIcon aria-label={slim ? t.nav.expand : t.nav.collapse} onClick={onSlim} size={26}>
            {slim ? <PanelLeftOpen size={16} aria-hidden /> : <PanelLeftClose size={16} aria-hidden />}
          </ActionIcon>
        )}
      </div>
      <ProjectSwitcher slim={slim} />
      <Tooltip label={t.nav.palette} position="right" disabled={!slim}>
        <button
          type="button"
          className={classes.search}
          onClick={onPalette}
          aria-label={slim ? t.nav.palette : undefined}
          title={t.nav.palette}
        >
          <Search size={14} aria-hidden />
          {!slim && (
            <>
              <span>{t.common.search}</span>
              <kbd className={classes.key} aria-hidden>
                {isMac ? '⌘K' : 'Ctrl K'}
              </kbd>
            </>
          )}
        </button>
      </Tooltip>
      <div className={classes.pages}>
        {PAGE_GROUPS.filter((group) => group.pages.length > 0).map((group, index) => (
          <Fragment key={group.label}>
            {!slim ? (
              <span className={classes.section}>{group.label}</span>
            ) : (
              index > 0 && <hr className={classes.rule} />
            )}
            {group.pages.map((page) => (
              <NavItem key={page.to} slim={slim} {...page} />
            ))}
          </Fragment>
        ))}
      </div>
      <NavFoot slim={slim} onHelp={onHelp} />
    </nav>
  )
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

function NavItem({ to, icon: Icon, label, slim }: Page & { slim: boolean }) {
  const projectId = useProjectId()
  return (
    <Tooltip label={label} position="right" disabled={!slim}>
      <Link
        to={to}
        params={{ projectId }}
        search={{}}
        activeOptions={{ includeSearch: false }}
        className={classes.item}
        aria-label={slim ? label : undefined}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        {!slim && label}
      </Link>
    </Tooltip>
  )
}
