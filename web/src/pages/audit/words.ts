import { t } from '../../i18n'

/** What an action is called; its own word where nobody has written one. */
export const actionName = (action: string): string => t.audit.actions[action] ?? action

/** What a kind of thing is called; its own words where nobody has written others. */
export const kindName = (kind: string): string => t.audit.kinds[kind] ?? kind.replaceAll('_', ' ')

/** A kept value as text to compare, `''` for nothing. */
export const keptText = (value: unknown): string =>
  value === null || value === undefined ? '' : JSON.stringify(value, null, 2)
