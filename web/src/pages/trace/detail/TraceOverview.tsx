import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { LinkedTrace, ModelUsage, TraceDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { Badge } from '../../../components/Badge'
import { Facts } from '../../../components/Facts'
import { KindIcon } from '../../../components/KindIcon'
import { TokenBar } from '../../../components/TokenBar'
import { CorrectionBlock } from '../../../corrections/CorrectionBlock'
import { formatDuration } from '../../../format/duration'
import { formatDayClock, formatExact } from '../../../format/moment'
import { formatCost, formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { MediaList } from '../../../media/MediaList'
import { mediaIn } from '../../../media/reference'
import { IoBlocks } from '../../../text/IoBlocks'
import { labelOf } from '../model/label'
import { previewOf } from '../model/previewOf'
import { slowestRows, timeSpent } from '../model/timeSpent'
import { at } from '../model/traceModel'
import type { Steps } from '../useSteps'
import overview from './Overview.module.css'
import table from './Table.module.css'
import { TimeSpentBar } from './TimeSpentBar'
import classes from './TraceOverview.module.css'
import { UsageTable } from './UsageTable'

interface TraceOverviewProps {
  head: TraceDetail
  steps: Steps
  onSelect: (row: number) => void
}

/** The trace as a whole: cost by model, where the time went, what it is linked to. */
export function TraceOverview({ head, steps, onSelect }: TraceOverviewProps) {
  const spent = useMemo(() => timeSpent(steps.model), [steps.model])
  const slowest = useMemo(() => slowestRows(steps.model, 5), [steps.model])
  const mentioned = useMemo(
    () => [...mediaIn(head.input), ...mediaIn(head.output)].map((file) => file.mediaId),
    [head.input, head.output],
  )
  const { skeleton } = steps.model
  const turns = steps.model.kinds.filter((kind) => kind === 'turn').length
  const texts = turns <= 1 && (
    <>
      <IoBlocks
        texts={[
          { label: turns ? t.trace.prompt : t.trace.input, text: head.input, field: 'input' },
          { label: turns ? t.trace.answer : t.trace.output, text: head.output, field: 'output' },
        ]}
      />
      <CorrectionBlock traceId={head.id} observationId="" output={head.output} />
    </>
  )
  return (
    <div className={overview.root}>
      <Facts
        items={[
          [t.trace.started, <Moment key="start" time={head.timestamp} />],
          [t.trace.ended, head.endTime ? <Moment key="end" time={head.endTime} /> : t.trace.noEnd],
          [t.trace.source, head.source],
          [t.trace.release, head.release],
          [t.trace.tags, head.tags.length > 0 && head.tags.join(', ')],
          [t.trace.sandbox, head.metadata.sandbox_policy],
          [t.trace.approval, head.metadata.approval_policy],
          [t.trace.terminal, head.metadata['terminal.type']],
        ]}
      />
      {(head.parent || head.children.length > 0) && (
        <section>
          {head.parent && <Linked title={t.trace.parent} links={[head.parent]} />}
          {head.children.length > 0 && <Linked title={t.trace.children} links={head.children} />}
        </section>
      )}
      {turns === 0 && texts}
      <MediaList trace={head.id} without={mentioned} />
      <TimeSpentBar spent={spent} />
      {head.modelUsage.length === 1 && head.modelUsage[0] ? (
        <UsageTable observation={head.modelUsage[0]} />
      ) : (
        <ModelTable rows={head.modelUsage} />
      )}
      {slowest.length > 0 && (
        <section>
          <h3 className={table.heading}>{t.trace.slowest}</h3>
          <ul className={classes.list}>
            {slowest.map((row) => (
              <li key={row}>
                <button type="button" className={classes.step} onClick={() => onSelect(row)}>
                  <KindIcon kind={steps.model.kinds[row] ?? 'span'} name={skeleton.names[row]} />
                  <span className={classes.name}>{labelOf(steps.model, row)}</span>
                  <span
                    className={classes.preview}
                    data-mono={steps.model.kinds[row] === 'tool' || undefined}
                  >
                    {previewOf(steps.model, row)}
                  </span>
                  <span className={classes.figure}>
                    {formatDuration((at(steps.model.end, row) - at(steps.model.start, row)) / 1000)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {turns > 0 && texts}
    </div>
  )
}

function Moment({ time }: { time: string }) {
  const date = new Date(time)
  return <time title={formatExact(date)}>{formatDayClock(date)}</time>
}

function ModelTable({ rows }: { rows: ModelUsage[] }) {
  if (rows.length === 0) return null
  return (
    <section>
      <h3 className={table.heading}>{t.trace.usageByModel}</h3>
      <div className={table.frame}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>{t.trace.model}</th>
              <th data-end>{t.trace.calls}</th>
              <th>{t.trace.tokens}</th>
              <th data-end>{t.trace.cost}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.model}>
                <td>
                  <Badge mono>{row.model || t.common.unknown}</Badge>
                </td>
                <td data-end>{formatCount(row.calls)}</td>
                <td>
                  <TokenBar tokens={row.tokens} />
                </td>
                <td data-end title={row.costUsd === null ? t.traces.noPrice : undefined}>
                  {formatCost(row.costUsd)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Linked({ title, links }: { title: string; links: LinkedTrace[] }) {
  const projectId = useProjectId()
  return (
    <>
      <h3 className={table.heading}>{title}</h3>
      <ul className={classes.list}>
        {links.map((link) => (
          <li key={link.id}>
            <Link
              to="/project/$projectId/traces/$traceId"
              params={{ projectId, traceId: link.id }}
              search={{}}
              className={classes.step}
            >
              <KindIcon kind="agent" />
              <span className={classes.name}>{link.name}</span>
              <span className={classes.figure}>{formatCost(link.costUsd)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
