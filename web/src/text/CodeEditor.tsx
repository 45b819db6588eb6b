import { foldGutter, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import './codeEditor.css'
import './highlight.css'
import { languageOf } from './highlight'

interface CodeEditorProps {
  text: string
  language: string
  label: string
}

/** Reads text of any length: only the lines in view are drawn. Ctrl/Cmd-F searches in it. */
export default function CodeEditor({ text, language, label }: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return
    const grammar = languageOf(language)
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
          EditorView.lineWrapping,
          lineNumbers(),
          // Characters that reorder what is read show as marks, with their code on hover.
          highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g }),
          foldGutter(),
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of(searchKeymap),
          syntaxHighlighting(classHighlighter),
          ...(grammar ? [grammar.extension] : []),
        ],
      }),
    })
    return () => view.destroy()
  }, [text, language, label])
  return <div ref={place} className="code-editor" />
}
