import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useParams } from '@tanstack/react-router'
import { FolderOpen, KeyRound, type LucideIcon, ScrollText, SlidersHorizontal, Users } from 'lucide-react'
import { meQuery } from '../../api/account'
import { type Role, reaches } from '../../app/useRole'
import { LostPage } from '../../components/PageState'
import { t } from '../../i18n'
import { SideFrame } from '../../shell/SideFrame'
import frame from '../settings/SettingsFrame.module.css'

interface OrganizationPage {
  to: string
  icon: LucideIcon
  label: string
  /** The least role in the organisation that may open it; everybody who is in it when left out. */
  needs?: Role
}

const PAGES = [
  { to: '/organization/$organizationId', icon: FolderOpen, label: t.organization.projects },
  {
    to: '/organization/$organizationId/settings',
    icon: SlidersHorizontal,
    label: t.settings.general,
    needs: 'viewer',
  },
  {
    to: '/organization/$organizationId/settings/members',
    icon: Users,
    label: t.settings.members,
    needs: 'viewer',
  },
  {
    to: '/organization/$organizationId/settings/api-keys',
    icon: KeyRound,
    label: t.nav.keys,
    needs: 'admin',
  },
  {
    to: '/organization/$organizationId/settings/audit-logs',
    icon: ScrollText,
    label: t.settings.auditLog,
    needs: 'admin',
  },
] as const satisfies readonly OrganizationPage[]

/** The organisation of the page, from its address, as the user is in it. */
export function useOrganization() {
  const { organizationId = '' } = useParams({ strict: false })
  const { data: me } = useQuery(meQuery)
  return { id: organizationId, me, own: me?.organizations.find((one) => one.id === organizationId) }
}

/** The frame of an organisation's pages. */
export function OrganizationFrame() {
  const { id: organizationId, me, own } = useOrganization()
  if (me && !own) return <LostPage />
  return (
    <SideFrame
      label={t.settings.organization}
      title={own?.name}
      items={PAGES.filter((page) => !('needs' in page) || reaches(own?.role ?? undefined, page.needs)).map(
        ({ to, icon: Icon, label }) => (
          <Link
            key={to}
            to={to}
            params={{ organizationId }}
            search={{}}
            activeOptions={{ exact: true, includeSearch: false }}
            className={frame.item}
          >
            <Icon size={15} strokeWidth={1.75} aria-hidden />
            {label}
          </Link>
        ),
      )}
    >
      <Outlet />
    </SideFrame>
  )
}
