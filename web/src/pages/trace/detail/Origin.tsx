import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ObservationDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { CopyButton } from '../../../components/CopyButton'
import { t } from '../../../i18n'
import classes from './Origin.module.css'
import overview from './Overview.module.css'

/** Where a step comes from, and the ids by which it is found again. */
export function Origin({ observation }: { observation: ObservationDetail }) {
  const projectId = useProjectId()
  const { id, traceId, parentId, sessionId } = observation
  const rows: [string, string, ReactNode?][] = [
    [t.detail.type, observation.type],
    [t.detail.observationId, id],
    [t.detail.traceId, traceId],
    [t.detail.parentId, parentId],
    [t.trace.environment, observation.environment],
    [t.trace.service, observation.serviceName],
    [t.detail.version, observation.version],
    [t.trace.release, observation.release],
    [t.trace.scope, observation.scopeName],
    [t.trace.source, observation.source],
    [t.trace.user, observation.userId],
    [
      t.trace.session,
      sessionId,
      <Link
        key="session"
        to="/project/$projectId/sessions/$sessionId"
        params={{ projectId, sessionId }}
        className={classes.link}
      >
        {sessionId}
      </Link>,
    ],
    [t.trace.tags, observation.tags.join(', ')],
    [t.detail.appRoot, observation.isAppRoot && parentId ? t.detail.yes : ''],
  ]
  return (
    <section>
      <h3 className={overview.heading}>{t.detail.origin}</h3>
      <dl className={classes.root}>
        {rows
          .filter(([, value]) => value)
          .map(([label, value, shown]) => (
            <div key={label} className={classes.row}>
              <dt>{label}</dt>
              <dd>
                <span className={classes.value}>{shown ?? value}</span>
                <span className={classes.copy}>
                  <CopyButton size={12} value={value} label={`${t.common.copy}: ${label}`} />
                </span>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}
