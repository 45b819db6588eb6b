import { Code } from '../components/Code'
import type { Message } from './chatMessages'
import Markdown from './Markdown'
import classes from './Messages.module.css'

/** A conversation with a model, message by message. */
export default function Messages({ messages }: { messages: Message[] }) {
  return (
    <ol className={classes.root}>
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
        <li key={index} className={classes.message} data-role={message.role}>
          <span className={classes.role}>{message.role}</span>
          {message.text && <Markdown text={message.text} />}
          {message.rest && <Code text={message.rest} language="json" wrap />}
        </li>
      ))}
    </ol>
  )
}
