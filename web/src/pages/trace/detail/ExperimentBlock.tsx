import type { ObservationDetail } from '../../../api/types'
import { CopyButton } from '../../../components/CopyButton'
import { Facts } from '../../../components/Facts'
import { formatDayClock } from '../../../format/moment'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import classes from './Overview.module.css'

/** The experiment that a step is part of, with the output that was expected. */
export function ExperimentBlock({ observation }: { observation: ObservationDetail }) {
  const { experiment } = observation
  if (!experiment) return null
  const metadata = Object.entries({ ...experiment.metadata, ...experiment.itemMetadata })
  return (
    <section className={classes.box}>
      <h3 className={classes.heading}>{t.detail.experiment}</h3>
      <Facts
        items={[
          [t.detail.experimentName, experiment.name || experiment.id],
          [t.detail.description, experiment.description],
          [t.detail.dataset, experiment.datasetId && <Id key="dataset" value={experiment.datasetId} />],
          [t.detail.item, experiment.itemId && <Id key="item" value={experiment.itemId} />],
          [t.detail.itemVersion, experiment.itemVersion && formatDayClock(new Date(experiment.itemVersion))],
          ...metadata.map(([key, value]) => [key, value] as const),
        ]}
      />
      <IoBlocks texts={[{ label: t.detail.expected, text: experiment.expectedOutput }]} />
    </section>
  )
}

function Id({ value }: { value: string }) {
  return (
    <span className={classes.withCopy}>
      <code>{value}</code>
      <CopyButton size={12} value={value} label={t.common.copyId} />
    </span>
  )
}
