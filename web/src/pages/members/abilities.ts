import type { Role } from '../../app/useRole'
import type { t } from '../../i18n'

/** The least role that each thing takes, in the order in which they are shown. */
export const ABILITIES: readonly (readonly [keyof typeof t.abilities, Role])[] = [
  ['read', 'viewer'],
  ['write', 'member'],
  ['deleteTraces', 'member'],
  ['keys', 'member'],
  ['models', 'member'],
  ['protectedLabels', 'admin'],
  ['members', 'admin'],
  ['project', 'admin'],
  ['organization', 'admin'],
  ['audit', 'admin'],
  ['owners', 'owner'],
  ['organizationKeys', 'owner'],
  ['transfer', 'owner'],
  ['delete', 'owner'],
]

export const ROLES: readonly Role[] = ['owner', 'admin', 'member', 'viewer']
