import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './Members.module.css'

/** So many people the server lists at most. */
const MOST_LISTED = 1000

/** Says where a list of people ends though there may be more of them. */
export function MembersBound({ count }: { count: number | undefined }) {
  if (count === undefined || count < MOST_LISTED) return null
  return <p className={classes.bound}>{t.members.bounded(formatCount(MOST_LISTED))}</p>
}
