import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AddedItems } from '../../../api/datasetSources'
import { useProjectId } from '../../../app/useProjectId'
import { DialogEnd } from '../../../components/DialogEnd'
import { t } from '../../../i18n'
import classes from './RefusedSources.module.css'

const SHOWN = 100

interface RefusedSourcesProps {
  added: AddedItems
  onClose: () => void
}

/** What could not be added, each with the reason and the way to it. */
export function RefusedSources({ added, onClose }: RefusedSourcesProps) {
  const projectId = useProjectId()
  const { refused } = added
  return (
    <>
      <p>{t.addTo.reportText(added.created, refused.length)}</p>
      <ul className={classes.list}>
        {refused.slice(0, SHOWN).map((one) => (
          <li key={`${one.traceId} ${one.observationId}`} className={classes.one}>
            <Link
              to="/project/$projectId/traces/$traceId"
              params={{ projectId, traceId: one.traceId }}
              search={{ o: one.observationId ?? undefined }}
              className={classes.id}
              onClick={onClose}
            >
              {one.observationId ?? one.traceId}
            </Link>
            <span>
              {one.field && `${t.addTo.problemOf(one.field)}: `}
              {one.message}
            </span>
          </li>
        ))}
      </ul>
      {refused.length > SHOWN && <p className={classes.more}>{t.addTo.noDetail(refused.length - SHOWN)}</p>}
      <DialogEnd>
        <Button onClick={onClose} data-autofocus>
          {t.common.close}
        </Button>
      </DialogEnd>
    </>
  )
}
