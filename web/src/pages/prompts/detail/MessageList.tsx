import { Braces, Info, ScrollText, Sparkle, User } from 'lucide-react'
import { CopyButton } from '../../../components/CopyButton'
import { t } from '../../../i18n'
import { RestFields } from '../../../text/chat/RestFields'
import { type PromptMessage, readMessages } from '../messages'
import classes from './MessageList.module.css'
import { PromptText } from './PromptText'

const LOOKS: Record<string, { look: string; icon: typeof User }> = {
  system: { look: 'system', icon: ScrollText },
  developer: { look: 'system', icon: ScrollText },
  user: { look: 'user', icon: User },
  assistant: { look: 'assistant', icon: Sparkle },
}

interface MessageListProps {
  project: string
  messages: readonly Record<string, unknown>[]
}

/** The messages of a chat prompt, with the places where whole messages are put in. */
export function MessageList({ project, messages }: MessageListProps) {
  return (
    <ol className={classes.root}>
      {readMessages(messages).map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
        <Message key={index} message={message} project={project} />
      ))}
    </ol>
  )
}

function Message({ message, project }: { message: PromptMessage; project: string }) {
  if (message.kind === 'placeholder') {
    return (
      <li className={classes.message} data-look="placeholder">
        <span className={classes.placeholder}>
          <Braces size={13} aria-hidden />
          {t.prompts.placeholder} <code>{message.name}</code>
        </span>
      </li>
    )
  }
  const role = message.role.toLowerCase()
  const { look, icon: Icon } = LOOKS[role] ?? { look: 'other', icon: Info }
  return (
    <li className={classes.message} data-look={look}>
      <div className={classes.head}>
        <Icon size={13} aria-hidden />
        {t.text.roles[role] ?? message.role}
        <span className={classes.copy}>
          <CopyButton value={message.content} label={t.prompts.copyMessage} />
        </span>
      </div>
      <PromptText project={project} text={message.content} />
      {message.rest && <RestFields rest={message.rest} />}
    </li>
  )
}
