import type { ObservationDetail } from '../../../api/types'
import { Facts } from '../../../components/Facts'
import { formatCost } from '../../../format/number'
import { t } from '../../../i18n'
import { TextBlock } from '../../../text/TextBlock'
import { timeFacts } from './stepFacts'
import { UsageTable } from './UsageTable'

/** Any other step: its facts, input and output. */
export function GenericView({ observation }: { observation: ObservationDetail }) {
  const { model, level, usage, cost, costUsd, input, output, scopeName, serviceName } = observation
  return (
    <>
      <Facts
        items={[
          ...timeFacts(observation),
          [t.trace.level, level !== 'DEFAULT' && level.toLowerCase()],
          [t.trace.model, model],
          [t.trace.cost, costUsd !== null && formatCost(costUsd)],
          [t.trace.service, serviceName],
          [t.trace.scope, scopeName],
        ]}
      />
      <UsageTable usage={usage} cost={cost} costUsd={costUsd} />
      {input && <TextBlock label={t.trace.input} text={input} format="prose" />}
      {output && <TextBlock label={t.trace.output} text={output} format="prose" />}
    </>
  )
}
