import { Link } from '@tanstack/react-router'
import type { ObservationDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { FIELD_ATTRIBUTE } from '../../../comments/places'
import { Badge } from '../../../components/Badge'
import { Code } from '../../../components/Code'
import { Facts } from '../../../components/Facts'
import { CorrectionBlock } from '../../../corrections/CorrectionBlock'
import { formatDuration } from '../../../format/duration'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import { parsePatch } from '../model/patch'
import { readToolInput } from '../model/toolCall'
import classes from './Overview.module.css'
import { PatchView } from './PatchView'
import { timeFacts } from './stepFacts'
import { Terminal } from './Terminal'

/** A tool call: what was run with which arguments, who allowed it, and what came back. */
export function ToolView({ observation }: { observation: ObservationDetail }) {
  const { metadata, input, output } = observation
  const projectId = useProjectId()
  const wait = Number(metadata.approval_wait_ms)
  return (
    <>
      <Facts
        items={[
          ...timeFacts(observation),
          [
            t.trace.approval,
            metadata.decision && t.trace.approvedBy(metadata.decision, metadata.decision_source ?? ''),
          ],
          [t.trace.approvalWait, wait > 0 && formatDuration(wait)],
          [
            t.trace.sandbox,
            metadata.sandbox_outcome && <Badge tone="warn">{metadata.sandbox_outcome}</Badge>,
          ],
          [t.trace.server, metadata.mcp_server],
          [t.trace.namespace, metadata.tool_namespace !== 'functions' && metadata.tool_namespace],
          [t.trace.agent, metadata.agent_name !== '/root' && metadata.agent_name],
          [
            t.trace.subagent,
            metadata.child_trace_id && (
              <Link
                to="/project/$projectId/traces/$traceId"
                params={{ projectId, traceId: metadata.child_trace_id }}
                search={{}}
              >
                {t.trace.openTrace}
              </Link>
            ),
          ],
        ]}
      />
      {input && (
        <div className={classes.field} {...{ [FIELD_ATTRIBUTE]: 'input' }}>
          <ToolInput text={input} />
        </div>
      )}
      {output !== null && output !== '' && (
        <div className={classes.field} {...{ [FIELD_ATTRIBUTE]: 'output' }}>
          <Terminal
            text={output}
            exitCode={metadata.exit_code}
            isTruncated={metadata.output_truncated === 'true'}
          />
        </div>
      )}
      <CorrectionBlock traceId={observation.traceId} observationId={observation.id} output={output} />
    </>
  )
}

function ToolInput({ text }: { text: string }) {
  const files = parsePatch(text)
  if (files?.length) return <PatchView files={files} text={text} />
  const { command, workdir, rest } = readToolInput(text)
  return (
    <>
      {command && (
        <section>
          <h3 className={classes.heading}>{t.trace.command}</h3>
          <Code text={command} language="shell" wrap title={workdir ? `${workdir} $` : '$'} />
        </section>
      )}
      {rest && <IoBlocks texts={[{ label: t.trace.arguments, text: rest }]} />}
    </>
  )
}
