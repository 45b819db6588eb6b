import { VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import type { TraceFilter, TraceOrder } from '../../api/traces'
import { PageError } from '../../components/PageState'
import { t } from '../../i18n'
import { MarkedBar } from './MarkedBar'
import type { TracesSearch } from './search'
import { TraceLine } from './TraceLine'
import { TraceSkeleton } from './TraceSkeleton'
import { TracesEmpty } from './TracesEmpty'
import classes from './TraceTable.module.css'
import { useListKeys } from './useListKeys'
import type { useTraceList } from './useTraceList'

const COLUMNS: { key: keyof typeof t.traces.columns; order?: TraceOrder; end?: boolean }[] = [
  { key: 'name' },
  { key: 'time', order: 'time.desc' },
  { key: 'duration', order: 'duration.desc', end: true },
  { key: 'steps', end: true },
  { key: 'tokens', order: 'tokens.desc' },
  { key: 'cost', order: 'cost.desc', end: true },
  { key: 'models' },
  { key: 'user' },
]

interface TraceTableProps {
  list: ReturnType<typeof useTraceList>
  filter: TraceFilter
  order: TraceOrder
  dense: boolean
  scroller: RefObject<HTMLDivElement | null>
  onOrder: (order: TraceOrder) => void
  onFilter: (part: Partial<TracesSearch>) => void
}

/** The virtual list of traces. More are loaded as the end comes near. */
export function TraceTable({ list, filter, order, dense, scroller, onOrder, onFilter }: TraceTableProps) {
  const { query, rows, waiting, fresh, showNew } = list
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const height = dense ? 34 : 52
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new height makes all measured ones wrong
  useEffect(() => virtual.measure(), [height])
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 15) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length])

  const mark = (id: string) =>
    setMarked((old) => {
      const next = new Set(old)
      if (!next.delete(id)) next.add(id)
      return next
    })
  const active = useListKeys({
    rows,
    marked,
    onMark: mark,
    onMove: (index) => virtual.scrollToIndex(index),
  })

  if (query.isError && rows.length === 0) return <PageError error={query.error} />
  if (query.isPending) return <TraceSkeleton height={height} />
  if (rows.length === 0) return <TracesEmpty filter={filter} onFilter={onFilter} />

  return (
    <div className={classes.frame} data-stale={query.isPlaceholderData || undefined}>
      {waiting > 0 && (
        <button
          type="button"
          className={classes.pill}
          onClick={() => {
            scroller.current?.scrollTo({ top: 0 })
            void showNew()
          }}
        >
          <ArrowUp size={13} aria-hidden /> {t.traces.newTraces(waiting)}
        </button>
      )}
      <div ref={scroller} className={classes.scroller}>
        <div role="table" aria-label={t.traces.list} aria-rowcount={list.total}>
          <div className={classes.head} role="row">
            <span role="columnheader">
              <VisuallyHidden>{t.traces.state}</VisuallyHidden>
            </span>
            {COLUMNS.map(({ key, order: by, end }) => (
              <span
                key={key}
                role="columnheader"
                data-column={key}
                data-end={end || undefined}
                aria-sort={by && by === order ? 'descending' : undefined}
              >
                {by ? (
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() => onOrder(by)}
                    title={t.traces.sortBy(t.traces.columns[key])}
                  >
                    {t.traces.columns[key]}
                    <ArrowDown size={11} aria-hidden className={classes.arrow} />
                  </button>
                ) : (
                  t.traces.columns[key]
                )}
              </span>
            ))}
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item) => {
              const row = rows[item.index]
              return row ? (
                <TraceLine
                  key={row.id}
                  row={row}
                  top={item.start}
                  height={height}
                  dense={dense}
                  active={row.id === active}
                  marked={marked.has(row.id)}
                  fresh={fresh.has(row.id)}
                />
              ) : null
            })}
          </div>
        </div>
      </div>
      {marked.size > 0 && <MarkedBar ids={[...marked]} onClear={() => setMarked(new Set())} />}
    </div>
  )
}
