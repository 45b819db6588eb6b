import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { membersQuery, type ProjectMember } from '../api/members'
import { t } from '../i18n'
import { Avatar } from './Avatar'
import classes from './Composer.module.css'
import { askedName, membersLike, type Named, namedMembers, storedText, typedText } from './mentions'

const MOST_CHARACTERS = 5_000
const TOLD_FROM = 4_500
const SUGGESTIONS = 6

interface ComposerProps {
  project: string
  /** The stored text to begin with. */
  initial?: string
  /** Says the stored text; the field is cleared when it is done, and keeps what stands in it when it fails. */
  onSend: (content: string) => Promise<unknown>
  /** Told of every change, to keep a draft. */
  onDraft?: (content: string) => void
  onCancel?: () => void
  action: string
  autoFocus?: boolean
}

/** A field for a comment: `@` finds people, Ctrl/Cmd-Enter sends. */
export function Composer({
  project,
  initial = '',
  onSend,
  onDraft,
  onCancel,
  action,
  autoFocus,
}: ComposerProps) {
  const { data: members = NOBODY } = useQuery(membersQuery(project))
  const [begun] = useState(() => typedText(initial))
  const [text, setText] = useState(begun.text)
  const [people, setPeople] = useState<Named[]>(begun.people)
  const [asked, setAsked] = useState<{ name: string; start: number } | null>(null)
  const [at, setAt] = useState(0)
  const [error, setError] = useState('')
  const [isSending, setSending] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const listId = useId()
  const found = asked ? membersLike(members, asked.name, SUGGESTIONS) : []
  const content = storedText(text, people)
  const isTooLong = content.length > MOST_CHARACTERS

  useEffect(() => {
    if (!autoFocus || !field.current) return
    field.current.focus()
    field.current.setSelectionRange(field.current.value.length, field.current.value.length)
  }, [autoFocus])

  const change = (next: string, named = people) => {
    setText(next)
    setError('')
    onDraft?.(storedText(next, named))
  }
  const look = () => {
    const { value, selectionStart } = field.current ?? { value: '', selectionStart: 0 }
    setAsked(askedName(value, selectionStart))
    setAt(0)
  }
  const choose = (member: ProjectMember) => {
    const named = namedMembers(members).find(({ id }) => id === member.id)
    if (!asked || !named) return
    const next = [...people.filter(({ id }) => id !== named.id), named]
    const end = asked.start + 1 + asked.name.length
    const caret = asked.start + named.label.length + 2
    setPeople(next)
    change(`${text.slice(0, asked.start)}@${named.label} ${text.slice(end).replace(/^ /, '')}`, next)
    setAsked(null)
    requestAnimationFrame(() => field.current?.setSelectionRange(caret, caret))
    field.current?.focus()
  }
  const send = async () => {
    if (!text.trim() || isTooLong || isSending) return
    setSending(true)
    setError('')
    try {
      await onSend(content)
      setText('')
      setPeople([])
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure))
    } finally {
      setSending(false)
    }
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      void send()
    } else if (found.length > 0 && asked) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      const member = found[at]
      if (step) {
        event.preventDefault()
        setAt((at + step + found.length) % found.length)
      } else if ((event.key === 'Enter' || event.key === 'Tab') && member) {
        event.preventDefault()
        choose(member)
      } else if (event.key === 'Escape') {
        event.preventDefault()
        event.stopPropagation()
        setAsked(null)
      }
    } else if (event.key === 'Escape' && onCancel) {
      event.preventDefault()
      event.stopPropagation()
      onCancel()
    }
  }

  return (
    <form
      className={classes.root}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Textarea
        ref={field}
        aria-label={t.comments.write}
        placeholder={t.comments.placeholder}
        autosize
        minRows={2}
        maxRows={12}
        value={text}
        onChange={({ currentTarget }) => {
          change(currentTarget.value)
          look()
        }}
        onKeyDown={onKeyDown}
        onClick={look}
        onBlur={() => setTimeout(() => setAsked(null), 150)}
        error={error || undefined}
        aria-autocomplete="list"
        aria-controls={found.length > 0 ? listId : undefined}
        aria-activedescendant={found.length > 0 ? `${listId}-${at}` : undefined}
      />
      {found.length > 0 && (
        <div className={classes.people} role="listbox" id={listId} aria-label={t.comments.mentions}>
          {found.map((member, index) => (
            <div
              key={member.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              className={classes.person}
              onMouseDown={(event) => {
                event.preventDefault()
                choose(member)
              }}
            >
              <Avatar name={member.name || member.email} />
              <span className={classes.name}>{member.name || member.email}</span>
              {member.name && <span className={classes.email}>{member.email}</span>}
            </div>
          ))}
        </div>
      )}
      <div className={classes.foot}>
        <span className={classes.hint} data-over={isTooLong || undefined}>
          {content.length >= TOLD_FROM
            ? t.comments.length(content.length, MOST_CHARACTERS)
            : t.comments.sendKeys}
        </span>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t.common.cancel}
          </Button>
        )}
        <Button type="submit" loading={isSending} disabled={!text.trim() || isTooLong}>
          {action}
        </Button>
      </div>
    </form>
  )
}

const NOBODY: ProjectMember[] = []
