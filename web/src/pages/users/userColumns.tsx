import { Link } from '@tanstack/react-router'
import type { UserRow } from '../../api/lists'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { StatusDot } from '../../components/StatusDot'
import { TokenBar } from '../../components/TokenBar'
import { onlyFilter } from '../../filters/condition'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { aboveClass, CostCell, Dash, linkClass, NameCell, TagsCell } from '../../table/cells'
import type { Column } from '../../table/column'

const labels = t.users.columns

/** The columns of the list of users; a row leads to the user's traces in the same time range. */
export function userColumns(project: string, range: string): Column<UserRow>[] {
  const tracesOf = (user: string) => ({ ...onlyFilter('userId', user), range })
  return [
    {
      key: 'state',
      label: t.traces.state,
      isLabelHidden: true,
      width: 10,
      fixed: true,
      render: (row) => <StatusDot errors={row.failedCount} />,
    },
    {
      key: 'user',
      label: labels.user,
      width: 200,
      grow: 2,
      fixed: true,
      render: (row) => (
        <NameCell
          id={row.id}
          link={
            <Link
              to="/project/$projectId/traces"
              params={{ projectId: project }}
              search={tracesOf(row.id)}
              className={linkClass}
            >
              {row.id}
            </Link>
          }
          badges={row.failedCount > 0 && <Badge tone="error">{t.users.failed(row.failedCount)}</Badge>}
        />
      ),
    },
    {
      key: 'last',
      label: labels.last,
      width: 84,
      orders: ['last.desc'],
      onPhone: true,
      render: (row) => <RelativeTime time={row.lastSeen} />,
    },
    {
      key: 'first',
      label: labels.first,
      width: 84,
      from: 760,
      render: (row) => <RelativeTime time={row.firstSeen} />,
    },
    {
      key: 'traces',
      label: labels.traces,
      width: 72,
      end: true,
      orders: ['traces.desc'],
      from: 480,
      render: (row) => formatCount(row.traceCount),
    },
    {
      key: 'sessions',
      label: labels.sessions,
      width: 76,
      end: true,
      from: 840,
      render: (row) => (row.sessionCount ? formatCount(row.sessionCount) : <Dash />),
    },
    {
      key: 'observations',
      label: labels.observations,
      width: 96,
      end: true,
      from: 900,
      render: (row) => (
        <Link
          to="/project/$projectId/observations"
          params={{ projectId: project }}
          search={tracesOf(row.id)}
          className={aboveClass}
        >
          {formatCount(row.observationCount)}
        </Link>
      ),
    },
    {
      key: 'tokens',
      label: labels.tokens,
      width: 96,
      orders: ['tokens.desc'],
      from: 620,
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
    {
      key: 'environments',
      label: labels.environments,
      width: 120,
      grow: 0.8,
      from: 1000,
      render: (row) => <TagsCell tags={row.environments} />,
    },
  ]
}
