import type { Kind } from '../design/kind'
import { lookOf } from '../design/looks'
import { t } from '../i18n'

interface KindIconProps {
  kind: Kind
  name?: string
  size?: number
}

/** The icon of a kind of step in its colour. */
export function KindIcon({ kind, name, size = 14 }: KindIconProps) {
  const { icon: Icon, color } = lookOf(kind, name)
  return (
    <Icon
      size={size}
      strokeWidth={1.9}
      color={color}
      style={{ flex: 'none' }}
      aria-label={t.trace.kinds[kind]}
    />
  )
}
