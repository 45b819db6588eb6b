import { useVirtualizer } from '@tanstack/react-virtual'
import { lazy, Suspense, useMemo, useRef } from 'react'
import { showReordering } from './bidi'
import { cutText, hasLineOver } from './cutText'
import classes from './LongText.module.css'

const CodeEditor = lazy(() => import('./CodeEditor'))

/** Beyond this the editor takes seconds to wrap a line. */
const EDITOR_LINE = 20_000

interface LongTextProps {
  text: string
  label: string
}

/** A text of any length, as it is: in the editor, which also searches, or where a line is too long for it, in pieces. */
export function LongText({ text, label }: LongTextProps) {
  const isForEditor = useMemo(() => !hasLineOver(text, EDITOR_LINE), [text])
  if (!isForEditor) return <Pieces text={text} label={label} />
  return (
    <Suspense fallback={<div className={classes.pending} />}>
      <CodeEditor text={text} language="" label={label} />
    </Suspense>
  )
}

function Pieces({ text, label }: LongTextProps) {
  const pieces = useMemo(() => cutText(text), [text])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: pieces.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 720,
    overscan: 2,
  })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div ref={scroller} className={classes.root} role="group" aria-label={label} tabIndex={0} data-own-keys>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const piece = pieces[item.index]
          return piece ? (
            <pre
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-continued={piece.isContinued || undefined}
              className={classes.piece}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {showReordering(piece.text) || ' '}
            </pre>
          ) : null
        })}
      </div>
    </div>
  )
}
