import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ObservationDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { CopyButton } from '../../../components/CopyButton'
import { Facts } from '../../../components/Facts'
import { formatDayClock } from '../../../format/moment'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import { ExperimentLink } from '../ExperimentLink'
import classes from './Overview.module.css'

/** The experiment that a step is part of, with the output that was expected. */
export function ExperimentBlock({ observation }: { observation: ObservationDetail }) {
  const projectId = useProjectId()
  const { experiment } = observation
  if (!experiment) return null
  const metadata = Object.entries({ ...experiment.metadata, ...experiment.itemMetadata })
  return (
    <section className={classes.box}>
      <h3 className={classes.heading}>{t.detail.experiment}</h3>
      <Facts
        items={[
          [
            t.detail.experimentName,
            <ExperimentLink key="name" id={experiment.id} name={experiment.name} item={experiment.itemId} />,
          ],
          [t.detail.description, experiment.description],
          [
            t.detail.dataset,
            experiment.datasetId && (
              <Id key="dataset" value={experiment.datasetId}>
                <Link
                  to="/project/$projectId/datasets/$datasetId"
                  params={{ projectId, datasetId: experiment.datasetId }}
                  search={{}}
                >
                  {experiment.datasetId}
                </Link>
              </Id>
            ),
          ],
          [
            t.detail.item,
            experiment.itemId && (
              <Id key="item" value={experiment.itemId}>
                {experiment.datasetId ? (
                  <Link
                    to="/project/$projectId/datasets/$datasetId/items/$itemId"
                    params={{ projectId, datasetId: experiment.datasetId, itemId: experiment.itemId }}
                    search={{}}
                  >
                    {experiment.itemId}
                  </Link>
                ) : (
                  experiment.itemId
                )}
              </Id>
            ),
          ],
          [t.detail.itemVersion, experiment.itemVersion && formatDayClock(new Date(experiment.itemVersion))],
          ...metadata.map(([key, value]) => [key, value] as const),
        ]}
      />
      <IoBlocks texts={[{ label: t.detail.expected, text: experiment.expectedOutput }]} />
    </section>
  )
}

function Id({ value, children }: { value: string; children: ReactNode }) {
  return (
    <span className={classes.withCopy}>
      <code>{children}</code>
      <CopyButton size={12} value={value} label={t.common.copyId} />
    </span>
  )
}
