import type { ObservationDetail } from '../../../api/types'
import { Facts } from '../../../components/Facts'
import { CorrectionBlock } from '../../../corrections/CorrectionBlock'
import { formatCost } from '../../../format/number'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import { NoTexts } from './NoTexts'
import { timeFacts } from './stepFacts'
import { UsageTable } from './UsageTable'

interface GenericViewProps {
  observation: ObservationDetail
  isTool: boolean
}

/** Any other step: its facts, input and output. */
export function GenericView({ observation, isTool }: GenericViewProps) {
  const { model, level, costUsd, input, output } = observation
  return (
    <>
      <Facts
        items={[
          ...timeFacts(observation),
          [t.trace.level, level !== 'DEFAULT' && level.toLowerCase()],
          [t.trace.model, model],
          [t.trace.cost, costUsd !== null && formatCost(costUsd)],
        ]}
      />
      <IoBlocks
        texts={[
          { label: isTool ? t.trace.arguments : t.trace.input, text: input, field: 'input' },
          { label: isTool ? t.text.toolResult : t.trace.output, text: output, field: 'output' },
        ]}
      />
      <NoTexts observation={observation} />
      <CorrectionBlock traceId={observation.traceId} observationId={observation.id} output={output} />
      <UsageTable observation={observation} />
    </>
  )
}
