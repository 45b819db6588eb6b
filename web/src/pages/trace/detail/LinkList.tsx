import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import type { ObservationDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { CopyButton } from '../../../components/CopyButton'
import { KindIcon } from '../../../components/KindIcon'
import { t } from '../../../i18n'
import { labelOf } from '../model/label'
import type { Steps } from '../useSteps'
import classes from './LinkList.module.css'
import overview from './Overview.module.css'

interface LinkListProps {
  observation: ObservationDetail
  steps: Steps
  onSelect: (row: number) => void
}

/** Spans that a step says it is related to, in this trace or another. */
export function LinkList({ observation, steps, onSelect }: LinkListProps) {
  const project = useProjectId()
  const { model } = steps
  if (observation.links.length === 0) return null
  return (
    <section>
      <h3 className={overview.heading}>{t.detail.links}</h3>
      <ul className={classes.root}>
        {observation.links.map((link) => {
          const row = model.rowOf.get(link.observationId)
          const isHere = row !== undefined && model.skeleton.traceIds[row] === link.traceId
          return (
            <li key={`${link.traceId} ${link.observationId}`} className={classes.link}>
              {isHere ? (
                <button type="button" className={classes.go} onClick={() => onSelect(row)}>
                  <KindIcon kind={model.kinds[row] ?? 'span'} name={model.skeleton.names[row]} />
                  {labelOf(model, row)}
                </button>
              ) : link.isKnown ? (
                <Link
                  to="/project/$projectId/traces/$traceId"
                  params={{ projectId: project, traceId: link.traceId }}
                  search={{ o: link.observationId }}
                  className={classes.go}
                >
                  <ExternalLink size={14} aria-hidden />
                  {t.detail.otherTrace} <code>{link.traceId.slice(0, 8)}</code>
                </Link>
              ) : (
                <span className={classes.unknown} title={t.detail.unknownTrace}>
                  <code>{link.traceId}</code>
                  <CopyButton size={12} value={link.traceId} label={t.common.copyId} />
                </span>
              )}
              {Object.entries(link.attributes).map(([key, value]) => (
                <span key={key} className={classes.attribute}>
                  {key}: {String(value)}
                </span>
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
