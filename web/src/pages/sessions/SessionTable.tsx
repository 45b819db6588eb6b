import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { SessionRow } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { formatDuration } from '../../format/duration'
import { formatCompact } from '../../format/number'
import { t } from '../../i18n'
import { CostCell, linkClass, ModelsCell, NameCell, quietClass, UserCell } from '../../table/cells'
import type { Column } from '../../table/column'
import { DataTable } from '../../table/DataTable'
import { useMarks } from '../../table/useMarks'
import { MarkedSessions } from './MarkedSessions'

interface SessionTableProps {
  rows: SessionRow[]
  total: number
  hasMore: boolean
  isLoadingMore: boolean
  onMore: () => void
}

const labels = t.sessions.columns
const idOf = (row: SessionRow) => row.id

/** The virtual list of sessions. */
export function SessionTable({ rows, total, hasMore, isLoadingMore, onMore }: SessionTableProps) {
  const projectId = useProjectId()
  const navigate = useNavigate()
  const columns = useMemo(() => sessionColumns(projectId), [projectId])
  const marks = useMarks(useMemo(() => rows.map(idOf), [rows]))
  return (
    <DataTable
      label={t.sessions.list}
      rows={rows}
      total={total}
      columns={columns}
      height={52}
      idOf={idOf}
      onOpen={(row) =>
        void navigate({
          to: '/project/$projectId/sessions/$sessionId',
          params: { projectId, sessionId: row.id },
        })
      }
      hasMore={hasMore}
      isLoadingMore={isLoadingMore}
      onMore={onMore}
      marks={marks}
    >
      <MarkedSessions marks={marks} />
    </DataTable>
  )
}

function sessionColumns(project: string): Column<SessionRow>[] {
  return [
    {
      key: 'state',
      label: t.traces.state,
      isLabelHidden: true,
      width: 10,
      fixed: true,
      render: (row) => <StatusDot errors={row.errorCount} />,
    },
    {
      key: 'name',
      label: labels.session,
      width: 220,
      grow: 3,
      fixed: true,
      render: (row) => <Name row={row} project={project} />,
    },
    {
      key: 'time',
      label: labels.last,
      width: 80,
      onPhone: true,
      render: (row) => <RelativeTime time={row.lastSeen} />,
    },
    {
      key: 'duration',
      label: labels.duration,
      width: 76,
      end: true,
      from: 620,
      render: (row) => formatDuration(row.durationMs),
    },
    {
      key: 'steps',
      label: labels.steps,
      width: 84,
      end: true,
      from: 900,
      render: (row) => (
        <span
          title={`${t.sessions.traces(row.traceCount)}, ${t.sessions.turns(row.turnCount)}, ${t.traces.tools(row.toolCount)}`}
        >
          {formatCompact(row.traceCount)}
          <span className={quietClass}> · {formatCompact(row.turnCount)}</span>
        </span>
      ),
    },
    {
      key: 'tokens',
      label: labels.tokens,
      width: 88,
      from: 720,
      render: (row) => <TokenBar tokens={row.tokens} />,
    },
    {
      key: 'cost',
      label: labels.cost,
      width: 72,
      end: true,
      onPhone: true,
      render: (row) => <CostCell usd={row.costUsd} />,
    },
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
      render: (row) => <UserCell project={project} users={row.userIds} />,
    },
  ]
}

function Name({ row, project }: { row: SessionRow; project: string }) {
  return (
    <NameCell
      id={row.id}
      where={row.environment}
      preview={row.id}
      link={
        <Link
          to="/project/$projectId/sessions/$sessionId"
          params={{ projectId: project, sessionId: row.id }}
          className={linkClass}
        >
          {row.names[0] || row.id}
        </Link>
      }
      badges={row.errorCount > 0 && <Badge tone="error">{t.traces.errors(row.errorCount)}</Badge>}
    />
  )
}
