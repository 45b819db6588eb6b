import { Link } from '@tanstack/react-router'
import { Database, Folder } from 'lucide-react'
import type { DatasetFolder, DatasetRow } from '../../api/datasets'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Dash, linkClass, NameCell, quietClass } from '../../table/cells'
import type { Column } from '../../table/column'
import { DatasetMenu } from './DatasetMenu'

export type ListEntry = ({ kind: 'folder' } & DatasetFolder) | ({ kind: 'dataset' } & DatasetRow)

const labels = t.datasets.columns

export const idOf = (entry: ListEntry): string => (entry.kind === 'folder' ? `/${entry.path}` : entry.id)

/** The columns of the list of datasets; names are shown below `folder`. */
export function datasetColumns(project: string, folder: string): Column<ListEntry>[] {
  const below = (name: string) => (folder ? name.slice(folder.length + 1) : name)
  return [
    {
      key: 'icon',
      label: t.datasets.folder,
      isLabelHidden: true,
      width: 16,
      fixed: true,
      render: ({ kind }) =>
        kind === 'folder' ? (
          <Folder size={15} aria-hidden color="var(--ink-3)" />
        ) : (
          <Database size={15} aria-hidden color="var(--ink-3)" />
        ),
    },
    {
      key: 'name',
      label: labels.name,
      width: 220,
      grow: 3,
      fixed: true,
      render: (row) =>
        row.kind === 'folder' ? (
          <Link
            to="/project/$projectId/datasets"
            params={{ projectId: project }}
            search={{ folder: row.path }}
            className={linkClass}
            title={row.path}
          >
            {below(row.path)} <span className={quietClass}>{t.datasets.total(row.datasetCount)}</span>
          </Link>
        ) : (
          <NameCell
            id={row.id}
            preview={row.description ?? ''}
            link={
              <Link
                to="/project/$projectId/datasets/$datasetId"
                params={{ projectId: project, datasetId: row.id }}
                className={linkClass}
                title={row.name}
              >
                {below(row.name)}
              </Link>
            }
          />
        ),
    },
    {
      key: 'schema',
      label: labels.schema,
      width: 190,
      from: 1000,
      render: (row) => (row.kind === 'folder' ? null : <Schemas row={row} />),
    },
    {
      key: 'items',
      label: labels.items,
      width: 70,
      end: true,
      onPhone: true,
      render: (row) => row.kind === 'dataset' && formatCount(row.itemCount),
    },
    {
      key: 'archived',
      label: labels.archived,
      width: 70,
      end: true,
      from: 800,
      render: (row) =>
        row.kind === 'dataset' && (row.archivedCount ? formatCount(row.archivedCount) : <Dash />),
    },
    {
      key: 'runs',
      label: labels.runs,
      width: 60,
      end: true,
      from: 620,
      render: (row) => row.kind === 'dataset' && (row.runCount ? formatCount(row.runCount) : <Dash />),
    },
    {
      key: 'lastRun',
      label: labels.lastRun,
      width: 90,
      from: 720,
      render: (row) =>
        row.kind === 'dataset' && (row.lastRunAt ? <RelativeTime time={row.lastRunAt} /> : <Dash />),
    },
    {
      key: 'updated',
      label: labels.updated,
      width: 90,
      from: 520,
      render: (row) => row.kind === 'dataset' && <RelativeTime time={row.updatedAt} />,
    },
    {
      key: 'actions',
      label: labels.actions,
      isLabelHidden: true,
      width: 28,
      from: 520,
      render: (row) => row.kind === 'dataset' && <DatasetMenu project={project} dataset={row} />,
    },
  ]
}

function Schemas({ row }: { row: DatasetRow }) {
  if (!row.hasInputSchema && !row.hasExpectedOutputSchema) return <Dash />
  return (
    <>
      {row.hasInputSchema && <Badge tone="outline">{t.datasets.schemaOf.input}</Badge>}{' '}
      {row.hasExpectedOutputSchema && <Badge tone="outline">{t.datasets.schemaOf.expectedOutput}</Badge>}
    </>
  )
}
