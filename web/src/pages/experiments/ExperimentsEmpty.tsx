import { Button } from '@mantine/core'
import { FlaskConical, SearchX } from 'lucide-react'
import type { ExperimentFilter } from '../../api/experiments'
import { Notice } from '../../components/Notice'
import { SdkSnippet } from '../../components/SdkSnippet'
import { firstExperiment } from '../../components/sdkPrograms'
import { t } from '../../i18n'
import frame from '../../table/DataTable.module.css'

interface ExperimentsEmptyProps {
  filter: ExperimentFilter
  dataset?: { name: string }
  onWiden: () => void
}

/** No experiments: the filter is too narrow, or this is how to run the first. */
export function ExperimentsEmpty({ filter, dataset, onWiden }: ExperimentsEmptyProps) {
  const isNarrowed =
    Boolean(filter.q) || Boolean(filter.metadata?.length) || (Boolean(filter.dataset?.length) && !dataset)
  const isWide = filter.range === 'all'
  return (
    <div className={frame.frame} style={{ overflow: 'auto' }}>
      {isNarrowed ? (
        <Notice icon={SearchX} title={t.experiments.emptyFilteredTitle} text={t.experiments.emptyFiltered}>
          {!isWide && (
            <Button variant="default" onClick={onWiden}>
              {t.traces.widen}
            </Button>
          )}
        </Notice>
      ) : (
        <Notice
          icon={FlaskConical}
          title={isWide ? t.experiments.emptyTitle : t.table.emptyRange}
          text={t.experiments.empty}
        >
          <SdkSnippet lines={firstExperiment(dataset?.name)} />
          {!isWide && (
            <Button variant="default" onClick={onWiden}>
              {t.traces.widen}
            </Button>
          )}
        </Notice>
      )}
    </div>
  )
}
