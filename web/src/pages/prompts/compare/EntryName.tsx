import { Braces } from 'lucide-react'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import type { PromptMessage } from '../messages'
import classes from './EntryName.module.css'

/** Who speaks, or which placeholder it is. */
export function EntryName({ entry }: { entry: PromptMessage }) {
  if (entry.kind === 'placeholder')
    return (
      <span className={classes.placeholder}>
        <Braces size={12} aria-hidden /> {t.prompts.placeholderName} <code>{showReordering(entry.name)}</code>
      </span>
    )
  const role = entry.role.toLowerCase()
  return (
    <span className={classes.role} data-role={role}>
      {t.text.roles[role] ?? showReordering(entry.role)}
    </span>
  )
}
