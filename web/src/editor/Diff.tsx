import { syntaxHighlighting } from '@codemirror/language'
import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import '../text/codeEditor.css'
import '../text/highlight.css'
import { languageOf } from '../text/highlight'
import './diff.css'

export interface DiffProps {
  before: string
  after: string
  /** Said by screen readers of the two sides. */
  beforeLabel: string
  afterLabel: string
  language?: string
  /** One column instead of two; for narrow places. */
  isUnified?: boolean
}

/** What changed from one text to the other, side by side or in one column; equal stretches are folded away. */
export default function Diff({
  before,
  after,
  beforeLabel,
  afterLabel,
  language = '',
  isUnified = false,
}: DiffProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return
    const grammar = languageOf(language)
    const side = (label: string) => [
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
      EditorView.lineWrapping,
      lineNumbers(),
      highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g }),
      syntaxHighlighting(classHighlighter),
      grammar ? grammar.extension : [],
    ]
    const collapseUnchanged = { margin: 3, minSize: 6 }
    const view = isUnified
      ? new EditorView({
          parent: place.current,
          state: EditorState.create({
            doc: after,
            extensions: [
              side(afterLabel),
              unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged }),
            ],
          }),
        })
      : new MergeView({
          parent: place.current,
          a: { doc: before, extensions: side(beforeLabel) },
          b: { doc: after, extensions: side(afterLabel) },
          collapseUnchanged,
        })
    return () => view.destroy()
  }, [before, after, beforeLabel, afterLabel, language, isUnified])
  return <div ref={place} className="code-editor diff" />
}
