import { Menu } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { MoreHorizontal } from 'lucide-react'
import { useMemo, useRef } from 'react'
import type { Comparison, TextPlace } from '../../../api/experiments'
import { Badge } from '../../../components/Badge'
import { t } from '../../../i18n'
import frame from '../../../table/DataTable.module.css'
import { useTableKeys } from '../../../table/useTableKeys'
import { CellView } from './CellView'
import type { Row } from './comparison'
import { ItemView } from './ItemView'
import { verdictOf, type Yardstick } from './measures'
import classes from './RowTable.module.css'
import { placeOf, useCellTexts } from './useCellTexts'

const HEIGHT = 124
const WIDTHS = { item: 230, run: 280 }
const PHONE_WIDTHS = { item: 132, run: 236 }
const keyOf = (row: Row) => row.key

interface RowTableProps {
  project: string
  comparison: Comparison
  rows: Row[]
  by: Yardstick
  /** Something lies above the rows: keys are not for them. */
  isCovered: boolean
  onOpen: (key: string) => void
  /** Other experiments, or another baseline. */
  onRuns: (ids: string[]) => void
}

/** Items below each other, experiments side by side. Texts are read for what is in view. */
export function RowTable({ project, comparison, rows, by, isCovered, onOpen, onRuns }: RowTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { runs } = comparison
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const widths = isPhone ? PHONE_WIDTHS : WIDTHS
  const ids = runs.map(({ experiment }) => experiment.id)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 4,
    getItemKey: (index) => rows[index]?.key ?? index,
  })
  const items = virtual.getVirtualItems()
  const places = useMemo(() => {
    const found: TextPlace[] = []
    for (const { index } of items) {
      rows[index]?.cells.forEach((cell, at) => {
        if (cell) found.push(placeOf(ids[at] ?? '', cell))
      })
    }
    return found
  }, [items, rows, ids])
  const textsOf = useCellTexts(project, places)
  const active = useTableKeys({
    rows: isCovered ? [] : rows,
    idOf: keyOf,
    onOpen: (row) => onOpen(row.key),
    onMove: (index) => virtual.scrollToIndex(index),
  })
  const style = {
    '--tracks': `minmax(${widths.item}px, 1fr) repeat(${runs.length}, minmax(${widths.run}px, 1.25fr))`,
    minWidth: widths.item + runs.length * widths.run,
  } as React.CSSProperties
  return (
    <div className={frame.frame}>
      <div ref={scroller} className={frame.scroller}>
        <div role="table" aria-label={t.experiments.rowsLabel} aria-rowcount={rows.length + 1} style={style}>
          <div role="row" className={classes.head}>
            <span role="columnheader">{t.experiments.item}</span>
            {runs.map(({ experiment }, at) => (
              <span key={experiment.id} role="columnheader" className={classes.run}>
                <span className={classes.name} title={experiment.name}>
                  {experiment.name}
                </span>
                {at === 0 && runs.length > 1 && <Badge tone="outline">{t.experiments.baseline}</Badge>}
                {runs.length > 1 && (
                  <Menu position="bottom-end">
                    <Menu.Target>
                      <button
                        type="button"
                        className={classes.menu}
                        aria-label={t.experiments.runMenu(experiment.name)}
                      >
                        <MoreHorizontal size={14} aria-hidden />
                      </button>
                    </Menu.Target>
                    <Menu.Dropdown>
                      {at > 0 && (
                        <Menu.Item
                          onClick={() =>
                            onRuns([experiment.id, ...ids.filter((one) => one !== experiment.id)])
                          }
                        >
                          {t.experiments.makeBaseline}
                        </Menu.Item>
                      )}
                      <Menu.Item onClick={() => onRuns(ids.filter((one) => one !== experiment.id))}>
                        {t.experiments.removeRun}
                      </Menu.Item>
                    </Menu.Dropdown>
                  </Menu>
                )}
              </span>
            ))}
          </div>
          <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map(({ index, start }) => {
              const row = rows[index]
              if (!row) return null
              const texts = row.cells.map((cell, at) =>
                cell ? textsOf(placeOf(ids[at] ?? '', cell)) : undefined,
              )
              const verdicts = row.cells.map((_, at) => (at > 0 ? verdictOf(row, at, by) : null) ?? undefined)
              return (
                <div
                  key={row.key}
                  role="row"
                  aria-rowindex={index + 2}
                  className={classes.line}
                  style={{ top: start, height: HEIGHT }}
                  data-active={row.key === active || undefined}
                >
                  <div role="cell" className={classes.cell}>
                    <ItemView
                      row={row}
                      texts={texts.find((one) => one !== undefined)}
                      onOpen={() => onOpen(row.key)}
                    />
                  </div>
                  {row.cells.map((cell, at) => (
                    <div key={ids[at]} role="cell" className={classes.cell} data-verdict={verdicts[at]}>
                      <CellView
                        cell={cell}
                        base={at > 0 ? row.cells[0] : undefined}
                        texts={texts[at]}
                        verdict={verdicts[at]}
                        lower={by.lower}
                      />
                    </div>
                  ))}
                </div>
              )
            })}
          </div>
        </div>
      </div>
    </div>
  )
}
