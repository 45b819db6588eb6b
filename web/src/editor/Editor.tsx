import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, placeholder as placeholderOf } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import '../text/codeEditor.css'
import '../text/highlight.css'
import { languageOf } from '../text/highlight'
import './editor.css'

export interface EditorProps {
  value: string
  onChange?: (value: string) => void
  /** Said by screen readers, and shown by `EditorField`. */
  label: string
  /** A name that `languageOf` knows; plain text without. */
  language?: string
  placeholder?: string
  isReadOnly?: boolean
  autoFocus?: boolean
  /** In pixels; the field grows with its text up to `maxHeight`. */
  minHeight?: number
  maxHeight?: number | string
  /** More of CodeMirror; must be the same object from one render to the next. */
  extensions?: Extension
  /** Ctrl/Cmd-Enter. */
  onSubmit?: () => void
}

/** Edits text and code. The Tab key leaves the field, as people with a keyboard alone need it to. */
export default function Editor({
  value,
  onChange,
  label,
  language = '',
  placeholder = '',
  isReadOnly = false,
  autoFocus = false,
  minHeight = 120,
  maxHeight = '60dvh',
  extensions,
  onSubmit,
}: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const access = useRef(new Compartment())
  const calls = useRef({ onChange, onSubmit })
  calls.current = { onChange, onSubmit }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text and the access are brought in below
  useEffect(() => {
    if (!place.current) return
    const grammar = languageOf(language)
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          access.current.of(EditorState.readOnly.of(isReadOnly)),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.lineWrapping,
          // Characters that reorder what is read show as marks, with their code on hover.
          highlightSpecialChars({ addSpecialChars: /[\u202a-\u202e\u2066-\u2069]/g }),
          history(),
          indentOnInput(),
          bracketMatching(),
          grammar ? closeBrackets() : [],
          autocompletion({ icons: false }),
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                calls.current.onSubmit?.()
                return calls.current.onSubmit !== undefined
              },
            },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...defaultKeymap,
            ...historyKeymap,
            ...searchKeymap,
          ]),
          syntaxHighlighting(classHighlighter),
          placeholder ? placeholderOf(placeholder) : [],
          grammar ? grammar.extension : [],
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onChange?.(update.state.doc.toString())
          }),
          extensions ?? [],
        ],
      }),
    })
    view.current = made
    if (autoFocus) made.focus()
    return () => made.destroy()
  }, [label, language, placeholder, extensions])

  useEffect(() => {
    const current = view.current
    if (current && current.state.doc.toString() !== value) {
      current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } })
    }
  }, [value])

  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(EditorState.readOnly.of(isReadOnly)) })
  }, [isReadOnly])

  return (
    <div
      ref={place}
      className="code-editor editor-field"
      data-read-only={isReadOnly || undefined}
      style={
        {
          '--editor-min': `${minHeight}px`,
          '--editor-max': typeof maxHeight === 'number' ? `${maxHeight}px` : maxHeight,
        } as React.CSSProperties
      }
    />
  )
}
