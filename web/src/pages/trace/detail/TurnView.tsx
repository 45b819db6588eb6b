import type { ObservationDetail } from '../../../api/types'
import { Facts } from '../../../components/Facts'
import { CorrectionBlock } from '../../../corrections/CorrectionBlock'
import { formatDuration } from '../../../format/duration'
import { formatCompact, formatCost, formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import { at } from '../model/traceModel'
import type { Steps } from '../useSteps'
import { NotExported } from './NotExported'
import { StepChips } from './StepChips'
import { timeFacts } from './stepFacts'

interface TurnViewProps {
  observation: ObservationDetail
  steps: Steps
  row: number
  onSelect: (row: number) => void
}

/** A turn or session: what was asked, what was done in short, what was answered. */
export function TurnView({ observation, steps, row, onSelect }: TurnViewProps) {
  const { input, output, metadata, kind } = observation
  const ttft = Number(metadata.ttft_ms)
  const cost = at(steps.model.cost, row)
  return (
    <>
      <Facts
        items={[
          ...timeFacts(observation),
          [t.trace.ttft, ttft > 0 && formatDuration(ttft)],
          [t.trace.tokens, at(steps.model.tokens, row) > 0 && formatCompact(at(steps.model.tokens, row))],
          [t.trace.cost, formatCost(Number.isNaN(cost) ? null : cost)],
          [t.trace.calls, Number(metadata.model_calls) > 0 && formatCount(Number(metadata.model_calls))],
          [t.trace.agent, metadata.agent_name],
        ]}
      />
      {input ? (
        <IoBlocks texts={[{ label: t.trace.prompt, text: input, field: 'input' }]} />
      ) : (
        metadata.redacted === 'true' && (
          <NotExported
            label={t.trace.prompt}
            text={t.trace.promptRedacted}
            setting="log_user_prompt = true"
          />
        )
      )}
      {kind === 'turn' && <StepChips steps={steps} row={row} onSelect={onSelect} />}
      {output ? (
        <IoBlocks texts={[{ label: t.trace.answer, text: output, field: 'output' }]} hasBar={!input} />
      ) : (
        metadata.answer === 'not exported' && (
          <NotExported
            label={t.trace.answer}
            text={t.trace.answerMissing}
            setting="log_agent_responses = true"
          />
        )
      )}
      <CorrectionBlock traceId={observation.traceId} observationId={observation.id} output={output} />
    </>
  )
}
