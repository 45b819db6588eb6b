import { useQuery } from '@tanstack/react-query'
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo } from 'react'
import { keysQuery } from '../../api/account'
import type { IngestSource } from '../../api/types'
import { useMay } from '../../app/useRole'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatBytes, formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './SourceTable.module.css'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns })
const helper = createColumnHelper<typeof features, IngestSource>()
const columns = t.ingestion.columns

const FIGURES = ['requests', 'bytes', 'records', 'stored', 'ignored', 'unknown', 'rejected'] as const
type FigureKey = (typeof FIGURES)[number]
const FIGURE_LABELS: Record<FigureKey, string> = {
  requests: columns.requests,
  bytes: columns.size,
  records: columns.records,
  stored: columns.stored,
  ignored: columns.ignored,
  unknown: columns.unknown,
  rejected: columns.rejected,
}
const HELP: Partial<Record<string, string>> = t.ingestion.columnHelp
const ALARMING = new Set<FigureKey>(['unknown', 'rejected'])

interface SourceTableProps {
  sources: IngestSource[]
  project: string
}

/** What each client sent of each signal; any column sorts. */
export function SourceTable({ sources, project }: SourceTableProps) {
  const { data: keys } = useQuery({
    ...keysQuery({ kind: 'project', id: project }),
    enabled: useMay('member'),
  })
  const keyName = useMemo(() => {
    const names = new Map(keys?.map((key) => [key.id, key.note || key.publicKey.slice(0, 12)]))
    return (id: string) => (id ? (names.get(id) ?? id.slice(0, 8)) : t.ingestion.noKey)
  }, [keys])
  const shape = useMemo(
    () =>
      helper.columns([
        helper.accessor('signal', {
          header: columns.signal,
          cell: ({ row }) => <Signal source={row.original} />,
        }),
        helper.accessor('serviceName', {
          header: columns.client,
          cell: ({ row }) => <Client source={row.original} />,
        }),
        helper.accessor('keyId', { header: columns.key, cell: ({ getValue }) => keyName(getValue()) }),
        ...FIGURES.map((key) =>
          helper.accessor(key, {
            header: FIGURE_LABELS[key],
            cell: ({ getValue }) => <Count value={getValue()} kind={key} />,
          }),
        ),
        helper.accessor('lastAt', {
          header: columns.last,
          cell: ({ getValue }) => <RelativeTime time={getValue()} />,
        }),
      ]),
    [keyName],
  )
  const table = useTable({
    features,
    columns: shape,
    data: sources,
    initialState: { sorting: [{ id: 'lastAt', desc: true }] },
  })

  if (sources.length === 0) return <p className={classes.none}>{t.ingestion.sourcesEmpty}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.frame} tabIndex={0} role="region" aria-label={t.ingestion.sources}>
      <table className={classes.table}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted()
                return (
                  <th
                    key={header.id}
                    data-end={isFigure(header.column.id) || undefined}
                    aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
                    title={HELP[header.column.id]}
                  >
                    <button
                      type="button"
                      className={classes.sort}
                      onClick={header.column.getToggleSortingHandler()}
                    >
                      <table.FlexRender header={header} />
                      {sorted === 'asc' && <ArrowUp size={11} aria-hidden />}
                      {sorted === 'desc' && <ArrowDown size={11} aria-hidden />}
                    </button>
                  </th>
                )
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {row.getAllCells().map((cell) => (
                <td key={cell.id} data-end={isFigure(cell.column.id) || undefined}>
                  <table.FlexRender cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function isFigure(id: string): boolean {
  return FIGURES.some((key) => key === id)
}

function Signal({ source }: { source: IngestSource }) {
  return (
    <>
      {t.ingestion.signals[source.signal] ?? (source.signal || '–')}{' '}
      <span className={classes.quiet}>{[source.format, source.transport].filter(Boolean).join(' · ')}</span>
    </>
  )
}

function Client({ source }: { source: IngestSource }) {
  return (
    <span className={classes.client}>
      <span>
        {source.serviceName || source.userAgent || t.common.unknown}{' '}
        {source.serviceVersion && <Badge mono>{source.serviceVersion}</Badge>}
      </span>
      {/* Two programs may share a service's name: what sent it tells them apart. */}
      {source.serviceName && source.userAgent && (
        <span className={classes.agent} title={source.userAgent}>
          {source.userAgent}
        </span>
      )}
    </span>
  )
}

function Count({ value, kind }: { value: number; kind: FigureKey }) {
  if (value === 0) return <span className={classes.quiet}>0</span>
  const text = kind === 'bytes' ? formatBytes(value) : formatCount(value)
  return <span data-alarm={ALARMING.has(kind) || undefined}>{text}</span>
}
