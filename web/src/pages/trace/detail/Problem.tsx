import { CircleAlert, TriangleAlert } from 'lucide-react'
import type { ObservationDetail } from '../../../api/types'
import { t } from '../../../i18n'
import classes from './Problem.module.css'

/** What went wrong in a step, before anything else about it. */
export function Problem({ observation }: { observation: ObservationDetail }) {
  const { level, statusMessage, metadata } = observation
  if (level !== 'ERROR' && level !== 'WARNING') return null
  const Icon = level === 'ERROR' ? CircleAlert : TriangleAlert
  const message = metadata['error.message'] ?? metadata['auth.error'] ?? ''
  const status = metadata['http.response.status_code'] ?? metadata.http_status ?? ''
  const attempt = metadata.attempt_number ?? metadata.attempt ?? ''
  const facts = [
    status && `${t.trace.status} ${status}`,
    attempt && `${t.trace.attempt} ${attempt}`,
    metadata.endpoint && `${t.trace.endpoint} ${metadata.endpoint}`,
  ].filter(Boolean)
  return (
    <div className={classes.root} data-level={level} role="note">
      <Icon size={16} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <p className={classes.status}>{statusMessage || t.trace.problem}</p>
        {message && !statusMessage.includes(message) && <p className={classes.message}>{message}</p>}
        {facts.length > 0 && <p className={classes.facts}>{facts.join(' · ')}</p>}
      </div>
    </div>
  )
}
