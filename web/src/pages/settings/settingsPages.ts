import {
  ClipboardCheck,
  Coins,
  KeyRound,
  type LucideIcon,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Users,
} from 'lucide-react'
import type { Role } from '../../app/useRole'
import { t } from '../../i18n'

interface SettingsPageEntry {
  to: string
  icon: LucideIcon
  label: string
  /** The least role that may open it; everybody when left out. */
  needs?: Role
}

/** The pages of a project's settings, in the order of their list. A new one is added here and to the router. */
export const SETTINGS_PAGES = [
  { to: '/project/$projectId/settings', icon: SlidersHorizontal, label: t.settings.general },
  { to: '/project/$projectId/settings/members', icon: Users, label: t.settings.members },
  { to: '/project/$projectId/keys', icon: KeyRound, label: t.nav.keys },
  { to: '/project/$projectId/settings/models', icon: Coins, label: t.nav.models },
  { to: '/project/$projectId/settings/scores', icon: ClipboardCheck, label: t.scoreConfigs.title },
  {
    to: '/project/$projectId/settings/protected-prompt-labels',
    icon: ShieldCheck,
    label: t.protectedLabels.title,
  },
  {
    to: '/project/$projectId/settings/audit-logs',
    icon: ScrollText,
    label: t.settings.auditLog,
    needs: 'admin',
  },
] as const satisfies readonly SettingsPageEntry[]

export type SettingsPage = (typeof SETTINGS_PAGES)[number]

/** The least role that may open the page. */
export const neededFor = (page: SettingsPageEntry): Role => page.needs ?? 'viewer'
