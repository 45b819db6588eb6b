import type { ObservationDetail } from '../../../api/types'
import { t } from '../../../i18n'
import classes from './Overview.module.css'

/** Says that a step came without texts, so that nobody looks for them. */
export function NoTexts({ observation }: { observation: ObservationDetail }) {
  if (observation.input || observation.output || observation.kind) return null
  return <p className={classes.quiet}>{t.detail.noTexts}</p>
}
