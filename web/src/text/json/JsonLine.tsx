import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { CopyButton } from '../../components/CopyButton'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../bidi'
import { ExactNumber } from '../exactNumbers'
import '../highlight.css'
import { MediaText } from '../MediaText'
import classes from './JsonTree.module.css'
import type { JsonRow } from './jsonDocument'

interface JsonLineProps {
  row: JsonRow
  index: number
  search: string
  isActive: boolean
  isCurrent: boolean
  /** Whether a long text is shown whole. */
  isLong: boolean
  onToggle: (row: JsonRow) => void
  onMore: (path: string) => void
  onActive: (path: string) => void
  onLong: (path: string) => void
}

const SHORT = 240
/** Even unfolded, a text in a tree is no longer than this; the raw view has all of it. */
const LONG = 20_000

/** One line of a JSON tree. */
export const JsonLine = memo(function JsonLine(props: JsonLineProps) {
  const { row, index, isActive, isCurrent, onToggle, onMore, onActive } = props
  const indent = { paddingLeft: Math.min(row.depth, 24) * 14 + 4 }
  if (row.more) {
    return (
      <div className={classes.line} style={indent} role="presentation">
        <button type="button" className={classes.more} onClick={() => onMore(row.path)}>
          {t.text.showMore(formatCount(row.more))}
        </button>
      </div>
    )
  }
  const canOpen = row.count >= 0
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree that holds the lines handles the keys
    <div
      className={classes.line}
      style={indent}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={canOpen ? row.isOpen : undefined}
      aria-selected={isActive}
      data-line={index}
      data-current={isCurrent || undefined}
      onClick={() => (canOpen && row.count > 0 ? onToggle(row) : onActive(row.path))}
    >
      <span className={classes.chevron} data-open={row.isOpen || undefined} aria-hidden>
        {row.count > 0 && <ChevronRight size={12} />}
      </span>
      {row.depth > 0 && (
        <span className={row.isIndex ? classes.index : classes.key}>
          <Marked text={showReordering(row.key)} search={props.search} />
          <span className={classes.colon}>:</span>
        </span>
      )}
      {canOpen ? <Summary row={row} /> : <Scalar {...props} />}
      <span className={classes.actions}>
        <CopyButton size={12} value={() => copyText(row.value)} label={t.text.copyValue} />
        <CopyButton size={12} value={row.path} label={t.text.copyPath(row.path)} />
      </span>
    </div>
  )
})

function Summary({ row }: { row: JsonRow }) {
  const isList = row.isEmbedded ? (row.value as string).startsWith('[') : Array.isArray(row.value)
  return (
    <span className={classes.summary}>
      {isList ? `[${row.count || ''}]` : row.count ? `{${row.count}}` : '{}'}
      {row.isEmbedded && <span className={classes.embedded}>{t.text.embedded}</span>}
    </span>
  )
}

function Scalar({ row, search, isLong, onLong }: JsonLineProps) {
  const { value } = row
  if (typeof value !== 'string') {
    const look = typeof value === 'number' || value instanceof ExactNumber ? 'tok-number' : 'tok-atom'
    return (
      <span className={look}>
        <Marked text={String(value)} search={search} />
      </span>
    )
  }
  if (value.includes('@@@langfuseMedia:')) return <MediaText text={value} />
  const isFolded = value.length > SHORT || value.includes('\n')
  const shown = isFolded ? value.slice(0, isLong ? LONG : SHORT) : value
  return (
    <span className={classes.text} data-long={isLong || undefined}>
      <span className="tok-string">
        <Marked text={showReordering(isLong ? shown : shown.replaceAll('\n', '↵'))} search={search} />
        {value.length > shown.length && '…'}
      </span>
      {isFolded && (
        <button
          type="button"
          className={classes.unfold}
          aria-expanded={isLong}
          onClick={(event) => {
            event.stopPropagation()
            onLong(row.path)
          }}
        >
          {isLong ? t.common.showLess : t.text.showText(formatCount(value.length))}
        </button>
      )}
    </span>
  )
}

/** A text with what was searched for marked, where it is found first. */
function Marked({ text, search }: { text: string; search: string }) {
  const at = search ? text.toLowerCase().indexOf(search.toLowerCase()) : -1
  if (at < 0) return text
  return (
    <>
      {text.slice(0, at)}
      <mark className={classes.mark}>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  )
}

function copyText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}
