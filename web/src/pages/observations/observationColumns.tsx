import { Link } from '@tanstack/react-router'
import type { ObservationRow } from '../../api/lists'
import { CommentsCell } from '../../comments/CommentsCell'
import { Badge } from '../../components/Badge'
import { KindIcon } from '../../components/KindIcon'
import { RelativeTime } from '../../components/RelativeTime'
import { TokenBar } from '../../components/TokenBar'
import { kindOf } from '../../design/kind'
import { formatDuration } from '../../format/duration'
import { t } from '../../i18n'
import {
  aboveClass,
  CostCell,
  Dash,
  linkClass,
  ModelsCell,
  NameCell,
  TagsCell,
  TextCell,
  UserCell,
} from '../../table/cells'
import type { Column } from '../../table/column'
import { scoreColumns } from '../../table/scoreColumns'
import { SessionLink } from '../traces/traceColumns'

const labels = t.observations.columns

/** The columns of the list of observations, with one for each chosen score. */
export function observationColumns(project: string, scores: readonly string[]): Column<ObservationRow>[] {
  return [
    {
      key: 'kind',
      label: t.filters.columns.type ?? '',
      isLabelHidden: true,
      width: 16,
      fixed: true,
      render: (row) => <KindIcon kind={kindOf(row.type, row.kind)} name={row.name} />,
    },
    {
      key: 'name',
      label: labels.name,
      width: 200,
      grow: 3,
      fixed: true,
      render: (row) => <Name row={row} project={project} />,
    },
    {
      key: 'time',
      label: labels.time,
      width: 72,
      orders: ['time.desc', 'time.asc'],
      onPhone: true,
      render: (row) => <RelativeTime time={row.startTime} />,
    },
    {
      key: 'trace',
      label: labels.trace,
      width: 120,
      grow: 1,
      from: 860,
      render: (row) => (
        <Link
          to="/project/$projectId/traces/$traceId"
          params={{ projectId: project, traceId: row.traceId }}
          search={{}}
          className={aboveClass}
          title={row.traceName || row.traceId}
        >
          {row.traceName || row.traceId}
        </Link>
      ),
    },
    {
      key: 'model',
      label: labels.model,
      width: 110,
      grow: 0.5,
      from: 700,
      render: (row) => <ModelsCell models={row.model ? [row.model] : []} />,
    },
    {
      key: 'duration',
      label: labels.duration,
      width: 76,
      end: true,
      orders: ['duration.desc'],
      onPhone: true,
      render: (row) => formatDuration(row.durationMs),
    },
    {
      key: 'ttft',
      label: labels.ttft,
      width: 84,
      end: true,
      orders: ['ttft.desc'],
      from: 1120,
      render: (row) => (row.timeToFirstTokenMs === null ? <Dash /> : formatDuration(row.timeToFirstTokenMs)),
    },
    {
      key: 'tokens',
      label: labels.tokens,
      width: 88,
      orders: ['tokens.desc'],
      from: 780,
      render: (row) => <TokenBar tokens={row.tokens} />,
    },
    {
      key: 'cost',
      label: labels.cost,
      width: 72,
      end: true,
      orders: ['cost.desc'],
      from: 620,
      render: (row) => <CostCell usd={row.costUsd} />,
    },
    ...scoreColumns<ObservationRow>(scores),
    {
      key: 'level',
      label: labels.level,
      width: 72,
      optional: true,
      render: (row) => t.filters.levels[row.level] ?? row.level,
    },
    {
      key: 'input',
      label: labels.input,
      width: 160,
      grow: 1.2,
      from: 1500,
      render: (row) => <TextCell text={row.inputPreview} />,
    },
    {
      key: 'output',
      label: labels.output,
      width: 160,
      grow: 1.2,
      from: 1300,
      render: (row) => <TextCell text={row.outputPreview} />,
    },
    {
      key: 'prompt',
      label: labels.prompt,
      width: 120,
      optional: true,
      render: (row) =>
        row.promptName ? (
          <TextCell text={t.observations.promptVersion(row.promptName, row.promptVersion)} />
        ) : (
          <Dash />
        ),
    },
    {
      key: 'user',
      label: labels.user,
      width: 110,
      optional: true,
      render: (row) => <UserCell project={project} users={row.userId ? [row.userId] : []} />,
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
      key: 'comments',
      label: t.comments.column,
      width: 84,
      optional: true,
      render: (row) => (
        <CommentsCell project={project} objectType="OBSERVATION" id={row.id} traceId={row.traceId} />
      ),
    },
    {
      key: 'tags',
      label: labels.tags,
      width: 120,
      optional: true,
      render: (row) => <TagsCell tags={row.tags} />,
    },
    {
      key: 'version',
      label: labels.version,
      width: 84,
      optional: true,
      render: (row) => <TextCell text={row.version} mono />,
    },
    {
      key: 'service',
      label: labels.service,
      width: 110,
      optional: true,
      render: (row) => <TextCell text={row.serviceName} />,
    },
  ]
}

function Name({ row, project }: { row: ObservationRow; project: string }) {
  return (
    <NameCell
      id={row.id}
      where={row.environment}
      preview={row.statusMessage || row.inputPreview || row.outputPreview}
      link={
        <Link
          to="/project/$projectId/traces/$traceId"
          params={{ projectId: project, traceId: row.traceId }}
          search={{ o: row.id }}
          className={linkClass}
        >
          {row.name || t.observations.unnamed}
        </Link>
      }
      badges={
        <>
          {row.level === 'ERROR' && <Badge tone="error">{t.filters.levels.ERROR}</Badge>}
          {row.level === 'WARNING' && <Badge tone="warn">{t.filters.levels.WARNING}</Badge>}
        </>
      }
    />
  )
}
