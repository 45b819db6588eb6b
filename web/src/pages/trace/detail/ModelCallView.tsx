import type { ObservationDetail } from '../../../api/types'
import { CopyButton } from '../../../components/CopyButton'
import { Facts } from '../../../components/Facts'
import { CorrectionBlock } from '../../../corrections/CorrectionBlock'
import { formatDuration } from '../../../format/duration'
import { formatCost, formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { readStoredTool } from '../../../text/chat/tools'
import { IoBlocks } from '../../../text/IoBlocks'
import { NoTexts } from './NoTexts'
import classes from './Overview.module.css'
import { timeFacts } from './stepFacts'
import { UsageTable } from './UsageTable'

/** A model call: which model, how fast, how many tokens of which kind, and what they cost. */
export function ModelCallView({ observation }: { observation: ObservationDetail }) {
  const { model, modelProvider, modelParameters, metadata, usage, costUsd, input, output, durationMs } =
    observation
  const { reasoning_effort: effort, ...parameters } = modelParameters
  const outputTokens = (usage.output ?? 0) + (usage.output_reasoning_tokens ?? 0)
  const inputTokens = (usage.total ?? 0) - outputTokens
  const writing = durationMs !== null ? durationMs - (observation.timeToFirstTokenMs ?? 0) : 0
  return (
    <>
      <Facts
        items={[
          [
            t.trace.model,
            model && (
              <span title={model} className={classes.withCopy}>
                <span>{model}</span>
                <CopyButton size={12} value={model} label={`${t.common.copy}: ${t.trace.model}`} />
              </span>
            ),
          ],
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
          [
            t.trace.tokens,
            inputTokens + outputTokens > 0 &&
              t.detail.tokens(formatCount(inputTokens), formatCount(outputTokens)),
          ],
          [t.trace.cost, (costUsd !== null || inputTokens + outputTokens > 0) && formatCost(costUsd)],
          [t.detail.prompt, promptText(observation)],
          [t.trace.transport, metadata.transport],
          [t.trace.status, metadata.http_status],
          [t.trace.failedBefore, metadata.failed_attempts],
        ]}
      />
      <Parameters parameters={parameters} />
      <IoBlocks
        texts={[
          { label: t.trace.input, text: input, field: 'input' },
          { label: observation.kind ? t.trace.answer : t.trace.output, text: output, field: 'output' },
        ]}
        tools={observation.tools.map((tool) => readStoredTool(tool.name, tool.definition))}
        calledNames={observation.toolCalls.map((call) => call.name)}
      />
      <NoTexts observation={observation} />
      <CorrectionBlock traceId={observation.traceId} observationId={observation.id} output={output} />
      <UsageTable observation={observation} />
      {observation.kind === 'model_call' && !input && !output && (
        <p className={classes.quiet}>{t.trace.textMissing}</p>
      )}
    </>
  )
}

function Parameters({ parameters }: { parameters: ObservationDetail['modelParameters'] }) {
  const entries = Object.entries(parameters)
  if (entries.length === 0) return null
  return (
    <ul className={classes.parameters} aria-label={t.detail.parameters}>
      {entries.map(([key, value]) => (
        <li key={key} title={`${key}: ${value}`}>
          {key} <b>{String(value)}</b>
        </li>
      ))}
    </ul>
  )
}

function promptText({ promptName, promptVersion }: ObservationDetail): string {
  if (!promptName) return ''
  return promptVersion === null ? promptName : t.detail.promptVersion(promptName, promptVersion)
}
