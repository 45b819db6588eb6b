import { TextInput } from '@mantine/core'
import type { PromptPreview } from '../../../api/promptChanges'
import { CopyButton } from '../../../components/CopyButton'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import { readableText, readMessages } from '../messages'
import { filled } from './filled'
import classes from './ResolvedPane.module.css'

const says = t.promptEditor

interface ResolvedPaneProps {
  preview: PromptPreview | undefined
  values: Readonly<Record<string, string>>
  onValue: (name: string, value: string) => void
}

/** What programs get: the texts of included prompts put in, variables filled with sample values. */
export function ResolvedPane({ preview, values, onValue }: ResolvedPaneProps) {
  if (!preview || preview.prompt.length === 0) return <p className={classes.quiet}>{says.resolvedEmpty}</p>
  const text = (content: string) => <FilledText text={content} values={values} />
  const whole = filledText(readableText(preview.prompt), values)
  return (
    <div className={classes.root}>
      <section>
        <h2 className={classes.title}>{says.sampleValues}</h2>
        {preview.variables.length === 0 ? (
          <p className={classes.quiet}>{says.noVariables}</p>
        ) : (
          <div className={classes.values}>
            {preview.variables.map((name) => (
              <div key={name} className={classes.value}>
                <code title={name}>{name}</code>
                <TextInput
                  aria-label={says.valueOf(name)}
                  value={values[name] ?? ''}
                  onChange={({ target }) => onValue(name, target.value)}
                />
              </div>
            ))}
          </div>
        )}
      </section>
      <section>
        <header className={classes.head}>
          <h2 className={classes.title}>{says.panes.resolved}</h2>
          {preview.parts.length > 0 && (
            <span className={classes.note}>{says.resolvedParts(preview.parts.length)}</span>
          )}
          <span className={classes.copy}>
            <CopyButton value={whole} label={says.copyResolved} />
          </span>
        </header>
        {typeof preview.prompt === 'string' ? (
          <div className={classes.box}>{text(preview.prompt)}</div>
        ) : (
          <ol className={classes.box}>
            {readMessages(preview.prompt).map((message, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
              <li key={index} className={classes.message} data-kind={message.kind}>
                <span className={classes.role}>
                  {message.kind === 'message'
                    ? (t.text.roles[message.role.toLowerCase()] ?? message.role)
                    : t.prompts.placeholder}{' '}
                  {message.kind === 'placeholder' && <code>{message.name}</code>}
                </span>
                {message.kind === 'message' && text(message.content)}
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  )
}

function FilledText({ text, values }: { text: string; values: Readonly<Record<string, string>> }) {
  return (
    <div className={classes.text}>
      {filled(text, values).map((piece, index) =>
        piece.kind === 'text' ? (
          showReordering(piece.text)
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
          <span key={index} className={classes[piece.kind]}>
            {showReordering(piece.text)}
          </span>
        ),
      )}
    </div>
  )
}

const filledText = (text: string, values: Readonly<Record<string, string>>): string =>
  filled(text, values)
    .map((piece) => piece.text)
    .join('')
