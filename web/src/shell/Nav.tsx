import { ActionIcon, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import {
  Activity,
  Coins,
  Gauge,
  KeyRound,
  ListTree,
  type LucideIcon,
  MessagesSquare,
  PanelLeftClose,
  PanelLeftOpen,
  Plug,
  Search,
  Users,
  Waypoints,
} from 'lucide-react'
import { useProjectId } from '../app/useProjectId'
import { Logo } from '../design/Logo'
import { t } from '../i18n'
import classes from './Nav.module.css'
import { NavFoot } from './NavFoot'
import { ProjectSwitcher } from './ProjectSwitcher'

interface NavProps {
  slim: boolean
  onSlim?: () => void
  onPalette: () => void
  onHelp: () => void
}

const OBSERVE = [
  { to: '/project/$projectId/traces', icon: ListTree, label: t.nav.traces },
  { to: '/project/$projectId/observations', icon: Waypoints, label: t.nav.observations },
  { to: '/project/$projectId/sessions', icon: MessagesSquare, label: t.nav.sessions },
  { to: '/project/$projectId/users', icon: Users, label: t.nav.users },
  { to: '/project/$projectId/scores', icon: Gauge, label: t.nav.scores },
  { to: '/project/$projectId/ingestion', icon: Activity, label: t.nav.ingestion },
] as const
const CONNECT = [
  { to: '/project/$projectId/setup', icon: Plug, label: t.nav.setup },
  { to: '/project/$projectId/keys', icon: KeyRound, label: t.nav.keys },
  { to: '/project/$projectId/settings/models', icon: Coins, label: t.nav.models },
] as const

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
        {!slim && <span className={classes.section}>{t.nav.observe}</span>}
        {OBSERVE.map((item) => (
          <NavItem key={item.to} slim={slim} {...item} />
        ))}
        {slim ? <hr className={classes.rule} /> : <span className={classes.section}>{t.nav.connect}</span>}
        {CONNECT.map((item) => (
          <NavItem key={item.to} slim={slim} {...item} />
        ))}
      </div>
      <NavFoot slim={slim} onHelp={onHelp} />
    </nav>
  )
}

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent)

interface NavItemProps {
  to: (typeof OBSERVE | typeof CONNECT)[number]['to']
  icon: LucideIcon
  label: string
  slim: boolean
}

function NavItem({ to, icon: Icon, label, slim }: NavItemProps) {
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
