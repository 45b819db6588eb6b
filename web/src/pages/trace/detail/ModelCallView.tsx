import type { ObservationDetail } from '../../../api/types'
import { Facts } from '../../../components/Facts'
import { formatDuration } from '../../../format/duration'
import { formatCost, formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { TextBlock } from '../../../text/TextBlock'
import classes from './Overview.module.css'
import { timeFacts } from './stepFacts'
import { UsageTable } from './UsageTable'

/** A model call: which model, how fast, how many tokens of which kind, and what they cost. */
export function ModelCallView({ observation }: { observation: ObservationDetail }) {
  const { model, modelProvider, modelParameters, metadata, usage, cost, costUsd, input, output, durationMs } =
    observation
  const { reasoning_effort: effort, ...parameters } = modelParameters
  const outputTokens = (usage.output ?? 0) + (usage.output_reasoning_tokens ?? 0)
  const writing = durationMs !== null ? durationMs - (observation.timeToFirstTokenMs ?? 0) : 0
  return (
    <>
      <Facts
        items={[
          [t.trace.model, model],
          [t.trace.effort, effort === undefined ? '' : String(effort)],
          [t.trace.provider, modelProvider],
          ...timeFacts(observation),
          [
            t.trace.ttft,
            observation.timeToFirstTokenMs !== null && formatDuration(observation.timeToFirstTokenMs),
          ],
          [
            t.trace.speed,
            outputTokens > 0 &&
              writing > 0 &&
              t.trace.perSecond(formatCount((1000 * outputTokens) / writing)),
          ],
          [t.trace.cost, formatCost(costUsd)],
          [t.trace.transport, metadata.transport],
          [t.trace.status, metadata.http_status],
          [t.trace.failedBefore, metadata.failed_attempts],
          ...Object.entries(parameters).map(([key, value]) => [key, String(value)] as const),
        ]}
      />
      <UsageTable usage={usage} cost={cost} costUsd={costUsd} />
      {input && <TextBlock label={t.trace.input} text={input} format="prose" />}
      {output && <TextBlock label={t.trace.answer} text={output} format="prose" />}
      {observation.kind === 'model_call' && !input && !output && (
        <p className={classes.quiet}>{t.trace.textMissing}</p>
      )}
    </>
  )
}
