import { Link } from '@tanstack/react-router'
import type { ItemRow } from '../../api/datasetItems'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { t } from '../../i18n'
import { aboveClass, Dash, linkClass, NameCell, TextCell } from '../../table/cells'
import type { Column } from '../../table/column'
import type { ItemsSearch } from './search'

const labels = t.datasets.page.columns

/** The columns of the items of a dataset; a row opens the item and keeps what the list is narrowed by. */
export function itemColumns(project: string, dataset: string, search: ItemsSearch): Column<ItemRow>[] {
  const kept = { q: search.q, status: search.status, at: search.at, order: search.order, version: search.at }
  return [
    {
      key: 'input',
      label: labels.input,
      width: 220,
      grow: 3,
      fixed: true,
      render: (row) => (
        <NameCell
          id={row.id}
          where={row.id}
          badges={row.status === 'ARCHIVED' ? <Badge>{t.datasets.page.archived}</Badge> : undefined}
          link={
            <Link
              to="/project/$projectId/datasets/$datasetId/items/$itemId"
              params={{ projectId: project, datasetId: dataset, itemId: row.id }}
              search={kept}
              className={linkClass}
              title={row.inputPreview}
            >
              {row.inputPreview || t.common.none}
            </Link>
          }
        />
      ),
    },
    {
      key: 'expectedOutput',
      label: labels.expectedOutput,
      width: 200,
      grow: 2.4,
      onPhone: true,
      render: (row) => <TextCell text={row.expectedOutputPreview} />,
    },
    {
      key: 'source',
      label: labels.source,
      width: 100,
      from: 820,
      render: (row) => <SourceLink project={project} item={row} />,
    },
    {
      key: 'created',
      label: labels.created,
      width: 84,
      from: 700,
      orders: ['created.desc', 'created.asc'],
      render: (row) => <RelativeTime time={row.createdAt} />,
    },
    {
      key: 'updated',
      label: labels.updated,
      width: 84,
      from: 540,
      orders: ['updated.desc', 'updated.asc'],
      render: (row) => <RelativeTime time={row.updatedAt} />,
    },
  ]
}

interface SourceLinkProps {
  project: string
  item: { sourceTraceId: string | null; sourceObservationId: string | null }
}

/** The way to the trace or observation that an item was made from. */
export function SourceLink({ project, item }: SourceLinkProps) {
  if (!item.sourceTraceId) return <Dash />
  const observation = item.sourceObservationId
  return (
    <Link
      to="/project/$projectId/traces/$traceId"
      params={{ projectId: project, traceId: item.sourceTraceId }}
      search={observation ? { o: observation } : {}}
      className={aboveClass}
      title={observation ?? item.sourceTraceId}
    >
      {observation ? t.datasets.page.sourceObservation : t.datasets.page.sourceTrace}
    </Link>
  )
}
