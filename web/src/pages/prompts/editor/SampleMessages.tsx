import { ActionIcon, Autocomplete, Button, Textarea, Tooltip } from '@mantine/core'
import { Braces, Plus, Trash2 } from 'lucide-react'
import { type ClipboardEvent, useRef } from 'react'
import { t } from '../../../i18n'
import { RestFields } from '../../../text/chat/RestFields'
import { pastedMessages, type SampleMessage } from './compiled'
import { newKey, ROLES } from './draft'
import classes from './SampleMessages.module.css'

const says = t.promptEditor

interface SampleMessagesProps {
  placeholder: string
  messages: readonly SampleMessage[]
  onChange: (messages: SampleMessage[]) => void
}

/** The messages that stand for a placeholder while a prompt is written: typed, or pasted as JSON. */
export function SampleMessages({ placeholder, messages, onChange }: SampleMessagesProps) {
  const root = useRef<HTMLDivElement>(null)
  const set = (key: string, part: Partial<SampleMessage>) =>
    onChange(messages.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const focusLast = () =>
    requestAnimationFrame(() => [...(root.current?.querySelectorAll('textarea') ?? [])].at(-1)?.focus())
  const add = () => {
    const role = messages.at(-1)?.role === 'user' ? 'assistant' : 'user'
    onChange([...messages, { key: newKey(), role, content: '' }])
    focusLast()
  }
  const paste = (event: ClipboardEvent, at: number) => {
    const pasted = pastedMessages(event.clipboardData.getData('text'))
    if (!pasted) return
    event.preventDefault()
    const isEmpty = messages[at]?.content === ''
    const put = pasted.map((one) => ({ ...one, key: newKey() }))
    onChange([...messages.slice(0, isEmpty ? at : at + 1), ...put, ...messages.slice(at + 1)])
    focusLast()
  }
  return (
    <div ref={root} className={classes.root} role="group" aria-label={says.samplesOf(placeholder)}>
      <div className={classes.head}>
        <Braces size={13} aria-hidden />
        <code title={placeholder}>{placeholder}</code>
        <Button variant="default" size="compact-xs" leftSection={<Plus size={12} />} onClick={add}>
          {says.addSample}
        </Button>
      </div>
      {messages.map((message, index) => (
        <div key={message.key} className={classes.message}>
          <div className={classes.line}>
            <Autocomplete
              size="xs"
              className={classes.role}
              aria-label={says.sampleRole(placeholder, index + 1)}
              data={[...ROLES]}
              filter={({ options }) => options}
              value={message.role}
              onChange={(role) => set(message.key, { role })}
              spellCheck={false}
            />
            <Tooltip label={says.removeSample(index + 1)}>
              <ActionIcon
                size={22}
                color="gray"
                aria-label={says.removeSample(index + 1)}
                onClick={() => onChange(messages.filter((one) => one.key !== message.key))}
              >
                <Trash2 size={13} />
              </ActionIcon>
            </Tooltip>
          </div>
          <Textarea
            autosize
            minRows={1}
            maxRows={8}
            aria-label={says.sampleContent(placeholder, index + 1)}
            placeholder={index === 0 ? says.samplePaste : ''}
            value={message.content}
            onChange={({ target }) => set(message.key, { content: target.value })}
            onPaste={(event) => paste(event, index)}
          />
          {message.rest && <RestFields rest={message.rest} />}
        </div>
      ))}
    </div>
  )
}
