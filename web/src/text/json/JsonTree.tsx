import { ActionIcon, Tooltip } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { SearchField } from '../../components/SearchField'
import { t } from '../../i18n'
import { JsonLine } from './JsonLine'
import classes from './JsonTree.module.css'
import { JsonDocument, type JsonRow } from './jsonDocument'
import { useJsonTree } from './useJsonTree'

interface JsonTreeProps {
  value: unknown
  label: string
  /** Without search and buttons: for small documents inside other things. */
  bare?: boolean
}

const LINE = 22
/** A document that is seen at a glance needs no search. */
const SMALL_LINES = 12
/** Fewer lines are all drawn, in the flow of the page. */
const VIRTUAL_FROM = 150

/** A JSON document of any size as a tree that folds, is searched, and gives its paths and values to be copied. */
export function JsonTree({ value, label, bare = false }: JsonTreeProps) {
  const document = useMemo(() => new JsonDocument(value), [value])
  const tree = useJsonTree(document)
  const [search, setSearch] = useState('')
  const matches = useMemo(() => document.find(search), [document, search])
  const [at, setAt] = useState(0)
  const current = matches[Math.min(at, matches.length - 1)]

  const goTo = (index: number) => {
    const match = matches[(index + matches.length) % matches.length]
    if (!match) return
    setAt((index + matches.length) % matches.length)
    tree.reveal(match.above)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new search opens the way to its first match
  useEffect(() => {
    setAt(0)
    if (matches[0]) tree.reveal(matches[0].above)
  }, [matches])

  const isSmall = useMemo(() => document.fitsInto(SMALL_LINES), [document])
  return (
    <div className={classes.root}>
      {!bare && !isSmall && (
        <div className={classes.tools}>
          <SearchField
            value={search}
            onChange={setSearch}
            placeholder={t.text.searchJson}
            width={200}
            delay={150}
            onKeyDown={(event) => event.key === 'Enter' && goTo(at + (event.shiftKey ? -1 : 1))}
          />
          {search && (
            <span className={classes.matches} role="status">
              {matches.length ? t.trace.matches(at + 1, matches.length) : t.trace.noMatches}
              <ActionIcon size={22} aria-label={t.trace.previousMatch} onClick={() => goTo(at - 1)}>
                <ChevronUp size={14} aria-hidden />
              </ActionIcon>
              <ActionIcon size={22} aria-label={t.trace.nextMatch} onClick={() => goTo(at + 1)}>
                <ChevronDown size={14} aria-hidden />
              </ActionIcon>
            </span>
          )}
          <span className={classes.end}>
            <Tooltip label={t.trace.collapseAll}>
              <ActionIcon size={24} aria-label={t.trace.collapseAll} onClick={tree.collapseAll}>
                <ChevronsDownUp size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t.trace.expandAll}>
              <ActionIcon size={24} aria-label={t.trace.expandAll} onClick={tree.expandAll}>
                <ChevronsUpDown size={14} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </span>
        </div>
      )}
      <Lines tree={tree} label={label} search={search} currentPath={search ? current?.path : undefined} />
    </div>
  )
}

interface LinesProps {
  tree: ReturnType<typeof useJsonTree>
  label: string
  search: string
  currentPath: string | undefined
}

function Lines({ tree, label, search, currentPath }: LinesProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { rows, active, setActive } = tree
  const isVirtual = rows.length > VIRTUAL_FROM
  const virtual = useVirtualizer({
    count: isVirtual ? rows.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE,
    overscan: 20,
  })
  const indexOf = (path: string | undefined) =>
    path === undefined ? -1 : rows.findIndex((row) => row.path === path && !row.more)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new match, or a step with the keys, scrolls
  useEffect(() => {
    const index = indexOf(currentPath)
    if (index < 0) return
    setActive(rows[index]?.path ?? '')
    if (isVirtual) virtual.scrollToIndex(index, { align: 'center' })
    else lineAt(scroller.current, index)?.scrollIntoView({ block: 'nearest' })
  }, [currentPath, rows])

  const onKey = (event: React.KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || (event.target as HTMLElement).tagName === 'BUTTON')
      return
    const next = step(event.key, rows, Math.max(0, indexOf(active)), tree.toggle)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    if (next === null) return
    setActive(rows[next]?.path ?? '')
    if (isVirtual) virtual.scrollToIndex(next, { align: 'auto' })
    else lineAt(scroller.current, next)?.scrollIntoView({ block: 'nearest' })
  }
  const lineOf = (row: JsonRow, index: number) => (
    <JsonLine
      key={row.more ? `${row.path} …` : row.path}
      row={row}
      index={index}
      search={search}
      isActive={row.path === active && !row.more}
      isCurrent={row.path === currentPath && !row.more}
      isLong={tree.isLong(row.path)}
      onToggle={tree.toggle}
      onMore={tree.more}
      onActive={setActive}
      onLong={tree.lengthen}
    />
  )
  return (
    <div
      ref={scroller}
      className={classes.lines}
      data-virtual={isVirtual || undefined}
      data-own-keys
      role="tree"
      tabIndex={0}
      aria-label={label}
      onKeyDown={onKey}
    >
      {isVirtual ? (
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return row ? (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                className={classes.place}
                style={{ transform: `translateY(${item.start}px)` }}
                role="presentation"
              >
                {lineOf(row, item.index)}
              </div>
            ) : null
          })}
        </div>
      ) : (
        rows.map(lineOf)
      )}
    </div>
  )
}

function lineAt(scroller: HTMLElement | null, index: number): Element | null | undefined {
  return scroller?.querySelector(`[data-line="${index}"]`)
}

/** Where a key leads: an index, null when it only folded, undefined when it means nothing here. */
function step(
  key: string,
  rows: JsonRow[],
  at: number,
  toggle: (row: JsonRow) => void,
): number | null | undefined {
  const row = rows[at]
  switch (key) {
    case 'ArrowDown':
      return Math.min(rows.length - 1, at + 1)
    case 'ArrowUp':
      return Math.max(0, at - 1)
    case 'Home':
      return 0
    case 'End':
      return rows.length - 1
    case 'ArrowRight':
      if (!row || row.count < 0) return null
      if (row.isOpen) return Math.min(rows.length - 1, at + 1)
      toggle(row)
      return null
    case 'ArrowLeft': {
      if (row?.isOpen) {
        toggle(row)
        return null
      }
      let above = at - 1
      while (above > 0 && (rows[above]?.depth ?? 0) >= (row?.depth ?? 0)) above -= 1
      return Math.max(0, above)
    }
    default:
      return undefined
  }
}
