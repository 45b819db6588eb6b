import { Select, Tooltip } from '@mantine/core'
import type { AnyRole } from '../../api/organization'
import { type Role, reaches } from '../../app/useRole'
import { t } from '../../i18n'
import classes from './Members.module.css'

interface RoleSelectProps {
  label: string
  value: AnyRole
  /** The role of who changes it: nobody gives or takes more than they have. */
  by: Role | null | undefined
  /** What `none` is called; left out, it is not offered. */
  none?: string
  /** Why it cannot be changed, if so. */
  locked?: string
  onChange: (role: AnyRole) => void
}

/** Another role for somebody, of those that may be given. */
export function RoleSelect({ label, value, by, none, locked, onChange }: RoleSelectProps) {
  const may = (role: AnyRole) => role === 'none' || reaches(by ?? undefined, role)
  const roles: AnyRole[] = ['owner', 'admin', 'member', 'viewer']
  if (none) roles.push('none')
  const reason = locked ?? (may(value) ? undefined : t.settings.onlyOwners)
  return (
    <Tooltip label={reason} disabled={!reason}>
      <Select
        aria-label={label}
        className={classes.select}
        value={value}
        data={roles.map((role) => ({
          value: role,
          label: role === 'none' ? (none ?? '') : t.members.roles[role],
          disabled: !may(role),
        }))}
        allowDeselect={false}
        disabled={reason !== undefined}
        comboboxProps={{ width: 200, position: 'bottom-start' }}
        onChange={(next) => next && next !== value && onChange(next as AnyRole)}
      />
    </Tooltip>
  )
}
