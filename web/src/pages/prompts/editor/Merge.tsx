import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import '../../../editor/diff.css'
import '../../../text/codeEditor.css'
import { t } from '../../../i18n'
import './merge.css'

interface MergeProps {
  theirs: string
  mine: string
  theirsLabel: string
  mineLabel: string
  onChange: (mine: string) => void
}

/** Two texts side by side; the right one is edited, and takes changes over from the left. */
export default function Merge({ theirs, mine, theirsLabel, mineLabel, onChange }: MergeProps) {
  const place = useRef<HTMLDivElement>(null)
  const change = useRef(onChange)
  change.current = onChange
  // biome-ignore lint/correctness/useExhaustiveDependencies: `mine` is only what it begins with
  useEffect(() => {
    if (!place.current) return
    const side = (label: string) => [
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.lineWrapping,
      lineNumbers(),
      highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g }),
    ]
    const view = new MergeView({
      parent: place.current,
      a: { doc: theirs, extensions: [side(theirsLabel), EditorState.readOnly.of(true)] },
      b: {
        doc: mine,
        extensions: [
          side(mineLabel),
          history(),
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current(update.state.doc.toString())
          }),
        ],
      },
      revertControls: 'a-to-b',
      renderRevertControl: () => {
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = '→'
        button.title = t.promptEditor.takeOver
        button.setAttribute('aria-label', t.promptEditor.takeOver)
        return button
      },
    })
    return () => view.destroy()
  }, [theirs, theirsLabel, mineLabel])
  return <div ref={place} className="code-editor diff merge" />
}
