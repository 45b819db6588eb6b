import type { Extension } from '@codemirror/state'
import { ActionIcon, Autocomplete, Button, TextInput, Tooltip } from '@mantine/core'
import { ArrowDown, ArrowUp, Braces, Plus, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { EditorField } from '../../../editor/EditorField'
import { t } from '../../../i18n'
import { type DraftEntry, moved, newKey, newMessage, nextRole, ROLES } from './draft'
import classes from './MessageEditor.module.css'

const says = t.promptEditor

interface MessageEditorProps {
  entries: readonly DraftEntry[]
  onChange: (entries: DraftEntry[]) => void
  extension: Extension
  onSubmit: () => void
}

/** The messages and placeholders of a chat: each is written, moved and removed by itself. */
export function MessageEditor({ entries, onChange, extension, onSubmit }: MessageEditorProps) {
  const list = useRef<HTMLOListElement>(null)
  /** Where the focus goes once the list is drawn anew: into the text of an entry, or to one of its buttons. */
  const focus = useRef<{ key: string; on: string } | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever entries come, go or move
  useEffect(() => {
    const { key, on } = focus.current ?? {}
    focus.current = undefined
    if (!key || !on) return
    // The editor of a new message is drawn a moment later.
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-key="${key}"] ${on}`)?.focus(),
    )
  }, [entries.map((entry) => entry.key).join()])

  const set = (changed: DraftEntry) =>
    onChange(entries.map((entry) => (entry.key === changed.key ? changed : entry)))
  const move = (key: string, by: number, on: string) => {
    focus.current = { key, on }
    onChange(moved(entries, key, by))
  }
  const remove = (key: string) => {
    const at = entries.findIndex((entry) => entry.key === key)
    const next = entries[at + 1] ?? entries[at - 1]
    if (next) focus.current = { key: next.key, on: '[data-remove]' }
    onChange(entries.filter((entry) => entry.key !== key))
  }
  const add = (entry: DraftEntry) => {
    focus.current = { key: entry.key, on: entry.kind === 'message' ? '.cm-content' : 'input' }
    onChange([...entries, entry])
  }
  const onKey = (event: KeyboardEvent, key: string) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (!by || !event.altKey || !event.shiftKey) return
    event.preventDefault()
    event.stopPropagation() // the editor would copy the line
    const inText = (event.target as HTMLElement).closest('.cm-content') !== null
    move(key, by, inText ? '.cm-content' : by < 0 ? '[data-up]' : '[data-down]')
  }

  return (
    <div className={classes.root}>
      <ol ref={list} className={classes.list}>
        {entries.map((entry, index) => {
          const what = entry.kind === 'message' ? says.message(index + 1) : says.placeholderOf(index + 1)
          return (
            <li
              key={entry.key}
              data-key={entry.key}
              data-look={entry.kind === 'message' ? entry.role.toLowerCase() : 'placeholder'}
              className={classes.entry}
              onKeyDownCapture={(event) => onKey(event, entry.key)}
            >
              <div className={classes.head}>
                {entry.kind === 'message' ? (
                  <Autocomplete
                    size="xs"
                    className={classes.role}
                    aria-label={says.roleOf(index + 1)}
                    placeholder={says.role}
                    data={[...ROLES]}
                    filter={({ options }) => options}
                    value={entry.role}
                    onChange={(role) => set({ ...entry, role })}
                    spellCheck={false}
                  />
                ) : (
                  <>
                    <Braces size={14} aria-hidden className={classes.icon} />
                    <TextInput
                      className={classes.name}
                      aria-label={says.placeholderOf(index + 1)}
                      placeholder={says.placeholderName}
                      value={entry.name}
                      onChange={({ target }) => set({ ...entry, name: target.value })}
                      spellCheck={false}
                    />
                  </>
                )}
                <span className={classes.tools}>
                  <Tool
                    label={says.moveUp(what)}
                    disabled={index === 0}
                    mark="up"
                    onClick={() => move(entry.key, -1, '[data-up]')}
                  >
                    <ArrowUp size={14} />
                  </Tool>
                  <Tool
                    label={says.moveDown(what)}
                    disabled={index === entries.length - 1}
                    mark="down"
                    onClick={() => move(entry.key, 1, '[data-down]')}
                  >
                    <ArrowDown size={14} />
                  </Tool>
                  <Tool label={says.remove(what)} mark="remove" onClick={() => remove(entry.key)}>
                    <Trash2 size={14} />
                  </Tool>
                </span>
              </div>
              {entry.kind === 'message' ? (
                <EditorField
                  label={says.contentOf(index + 1)}
                  isLabelHidden
                  value={entry.content}
                  onChange={(content) => set({ ...entry, content })}
                  placeholder={index === 0 ? says.messagePlaceholder : ''}
                  minHeight={64}
                  maxHeight="50dvh"
                  extensions={extension}
                  onSubmit={onSubmit}
                />
              ) : (
                <p className={classes.help}>{says.placeholderHelp}</p>
              )}
            </li>
          )
        })}
      </ol>
      <div className={classes.add}>
        <Button
          variant="default"
          leftSection={<Plus size={14} />}
          onClick={() => add(newMessage(nextRole(entries)))}
        >
          {says.addMessage}
        </Button>
        <Button
          variant="default"
          leftSection={<Plus size={14} />}
          onClick={() => add({ key: newKey(), kind: 'placeholder', name: '' })}
        >
          {says.addPlaceholder}
        </Button>
        {entries.length > 1 && <span className={classes.hint}>{says.moveHint}</span>}
      </div>
    </div>
  )
}

interface ToolProps {
  label: string
  mark: 'up' | 'down' | 'remove'
  disabled?: boolean
  onClick: () => void
  children: React.ReactNode
}

function Tool({ label, mark, disabled, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={24}
        color="gray"
        aria-label={label}
        // Not `disabled`, which would drop the focus of who moves an entry to an end of the list.
        aria-disabled={disabled || undefined}
        onClick={() => !disabled && onClick()}
        {...{ [`data-${mark}`]: true }}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
