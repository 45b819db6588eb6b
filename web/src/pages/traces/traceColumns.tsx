import { Link } from '@tanstack/react-router'
import type { TraceLine } from '../../api/lists'
import { CommentsCell } from '../../comments/CommentsCell'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { onlyFilter } from '../../filters/condition'
import { formatDuration } from '../../format/duration'
import { formatCompact, formatCount } from '../../format/number'
import { t } from '../../i18n'
import {
  aboveClass,
  CostCell,
  Dash,
  labelsClass,
  linkClass,
  ModelsCell,
  NameCell,
  quietClass,
  TagsCell,
  TextCell,
  UserCell,
} from '../../table/cells'
import type { Column } from '../../table/column'
import { scoreColumns } from '../../table/scoreColumns'

const labels = t.traces.columns

/** The columns of the trace list, with one for each chosen score. */
export function traceColumns(
  project: string,
  dense: boolean,
  scores: readonly string[],
): Column<TraceLine>[] {
  return [
    {
      key: 'state',
      label: t.traces.state,
      isLabelHidden: true,
      width: 10,
      fixed: true,
      render: (row) => <StatusDot errors={row.errorCount} warnings={row.warningCount} live={row.isLive} />,
    },
    {
      key: 'name',
      label: labels.name,
      width: 220,
      grow: 3,
      fixed: true,
      render: (row) => <Name row={row} project={project} dense={dense} />,
    },
    {
      key: 'time',
      label: labels.time,
      width: 72,
      orders: ['time.desc'],
      onPhone: true,
      render: (row) => <RelativeTime time={row.timestamp} />,
    },
    {
      key: 'duration',
      label: labels.duration,
      width: 76,
      end: true,
      orders: ['duration.desc'],
      from: 620,
      render: (row) => formatDuration(row.durationMs),
    },
    {
      key: 'steps',
      label: labels.steps,
      width: 84,
      end: true,
      from: 1000,
      render: (row) => <Steps row={row} />,
    },
    {
      key: 'observations',
      label: labels.observations,
      width: 92,
      end: true,
      optional: true,
      render: (row) => formatCount(row.observationCount),
    },
    {
      key: 'tokens',
      label: labels.tokens,
      width: 88,
      orders: ['tokens.desc'],
      from: 720,
      render: (row) => <TokenBar tokens={row.tokens} />,
    },
    {
      key: 'cost',
      label: labels.cost,
      width: 72,
      end: true,
      orders: ['cost.desc'],
      onPhone: true,
      render: (row) => <CostCell usd={row.costUsd} />,
    },
    ...scoreColumns<TraceLine>(scores),
    {
      key: 'models',
      label: labels.models,
      width: 120,
      grow: 0.6,
      from: 800,
      render: (row) => <ModelsCell models={row.models} />,
    },
    {
      key: 'user',
      label: labels.user,
      width: 110,
      grow: 0.8,
      from: 940,
      render: (row) => <UserCell project={project} users={row.userId ? [row.userId] : []} />,
    },
    {
      key: 'comments',
      label: t.comments.column,
      width: 84,
      optional: true,
      render: (row) => <CommentsCell project={project} objectType="TRACE" id={row.id} traceId={row.id} />,
    },
    {
      key: 'tags',
      label: labels.tags,
      width: 120,
      grow: 0.6,
      optional: true,
      render: (row) => <TagsCell tags={row.tags} />,
    },
    {
      key: 'session',
      label: labels.session,
      width: 120,
      optional: true,
      render: (row) => <SessionLink project={project} id={row.sessionId} />,
    },
    {
      key: 'environment',
      label: labels.environment,
      width: 96,
      optional: true,
      render: (row) => <TextCell text={row.environment} />,
    },
    {
      key: 'version',
      label: labels.version,
      width: 84,
      optional: true,
      render: (row) => <TextCell text={row.version} mono />,
    },
    {
      key: 'input',
      label: labels.input,
      width: 160,
      grow: 1,
      optional: true,
      render: (row) => <TextCell text={row.inputPreview} />,
    },
    {
      key: 'output',
      label: labels.output,
      width: 160,
      grow: 1,
      optional: true,
      render: (row) => <TextCell text={row.outputPreview} />,
    },
  ]
}

function Name({ row, project, dense }: { row: TraceLine; project: string; dense: boolean }) {
  const name = row.name || t.traces.unnamed
  // An agent's name as tag of its own sessions says nothing new.
  const tags = row.tags.filter((tag) => tag !== row.source)
  const preview = row.inputPreview && row.inputPreview !== name ? row.inputPreview : row.outputPreview
  return (
    <NameCell
      id={row.id}
      dense={dense}
      where={[row.environment, row.serviceName].filter(Boolean).join(' · ')}
      preview={preview}
      link={
        <Link
          to="/project/$projectId/traces/$traceId"
          params={{ projectId: project, traceId: row.id }}
          search={{}}
          className={linkClass}
        >
          {name}
        </Link>
      }
      badges={
        <>
          {row.kind === 'subagent' && <Badge tone="outline">{t.traces.subagent}</Badge>}
          {row.kind === 'title' && <Badge tone="outline">{t.traces.hiddenTitle}</Badge>}
          {row.errorCount > 0 && <Badge tone="error">{t.traces.errors(row.errorCount)}</Badge>}
          <span className={labelsClass}>
            {tags.slice(0, 2).map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        </>
      }
    />
  )
}

function Steps({ row }: { row: TraceLine }) {
  if (row.turnCount + row.toolCount === 0) return <Dash />
  return (
    <span title={`${t.traces.turns(row.turnCount)}, ${t.traces.tools(row.toolCount)}`}>
      {formatCompact(row.turnCount)}
      <span className={quietClass}> · {formatCompact(row.toolCount)}</span>
    </span>
  )
}

/** The way to the other traces of a session. */
export function SessionLink({ project, id }: { project: string; id: string }) {
  if (!id) return <Dash />
  return (
    <Link
      to="/project/$projectId/traces"
      params={{ projectId: project }}
      search={{ ...onlyFilter('sessionId', id), range: 'all' }}
      className={aboveClass}
      title={id}
    >
      {id}
    </Link>
  )
}
