import { Link } from '@tanstack/react-router'
import type { ScoreRow } from '../../api/lists'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import { Dash, linkClass, NameCell, TextCell, UserCell } from '../../table/cells'
import type { Column } from '../../table/column'

const labels = t.scores.columns

/** The columns of the list of scores. */
export function scoreListColumns(project: string): Column<ScoreRow>[] {
  return [
    {
      key: 'name',
      label: labels.name,
      width: 150,
      grow: 1,
      fixed: true,
      render: (row) => (
        <NameCell
          id={row.id}
          where={t.scores.types[row.dataType] ?? row.dataType}
          link={<span title={row.name}>{row.name}</span>}
        />
      ),
    },
    {
      key: 'value',
      label: labels.value,
      width: 120,
      grow: 0.8,
      fixed: true,
      render: (row) => <Value row={row} />,
    },
    {
      key: 'subject',
      label: labels.subject,
      width: 170,
      grow: 1.4,
      from: 560,
      onPhone: true,
      render: (row) => <Subject row={row} project={project} />,
    },
    {
      key: 'source',
      label: labels.source,
      width: 92,
      from: 720,
      render: (row) => <Badge tone="outline">{t.scores.sources[row.source] ?? row.source}</Badge>,
    },
    {
      key: 'comment',
      label: labels.comment,
      width: 150,
      grow: 1.6,
      from: 820,
      render: (row) => <TextCell text={row.comment ?? ''} />,
    },
    {
      key: 'author',
      label: labels.author,
      width: 110,
      from: 1060,
      render: (row) => <TextCell text={row.author} />,
    },
    {
      key: 'environment',
      label: labels.environment,
      width: 96,
      from: 940,
      render: (row) => <TextCell text={row.environment} />,
    },
    {
      key: 'user',
      label: labels.user,
      width: 110,
      optional: true,
      render: (row) => <UserCell project={project} users={row.userId ? [row.userId] : []} />,
    },
    {
      key: 'time',
      label: labels.time,
      width: 76,
      render: (row) => <RelativeTime time={row.timestamp} />,
    },
  ]
}

/** A score's value by its type. */
function Value({ row }: { row: ScoreRow }) {
  if (row.dataType === 'NUMERIC') return row.value === null ? <Dash /> : <b>{formatScore(row.value)}</b>
  if (row.dataType === 'BOOLEAN') {
    const isYes = row.value === 1 || row.stringValue === 'True'
    return <Badge tone={isYes ? 'ok' : 'quiet'}>{isYes ? t.scores.yes : t.scores.no}</Badge>
  }
  if (row.dataType === 'CATEGORICAL') {
    return (
      <span title={row.value === null ? undefined : formatScore(row.value)}>
        <Badge tone="accent">{row.stringValue ?? ''}</Badge>
      </span>
    )
  }
  return <TextCell text={row.stringValue ?? ''} />
}

/** What the score judges, with the way there. */
function Subject({ row, project }: { row: ScoreRow; project: string }) {
  if (row.traceId) {
    return (
      <NameCell
        id={row.observationId || row.traceId}
        where={row.observationId ? t.scores.observation : t.scores.trace}
        link={
          <Link
            to="/project/$projectId/traces/$traceId"
            params={{ projectId: project, traceId: row.traceId }}
            search={row.observationId ? { o: row.observationId } : {}}
            className={linkClass}
          >
            {row.traceName || row.traceId}
          </Link>
        }
      />
    )
  }
  if (row.sessionId) {
    return (
      <NameCell
        id={row.sessionId}
        where={t.scores.session}
        link={
          <Link
            to="/project/$projectId/sessions/$sessionId"
            params={{ projectId: project, sessionId: row.sessionId }}
            className={linkClass}
          >
            {row.sessionId}
          </Link>
        }
      />
    )
  }
  if (!row.datasetRunId) return <Dash />
  return <NameCell id={row.datasetRunId} where={t.scores.run} link={<span>{row.datasetRunId}</span>} />
}
