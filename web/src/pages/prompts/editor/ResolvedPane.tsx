import { TextInput } from '@mantine/core'
import type { PromptPreview } from '../../../api/promptChanges'
import { CopyButton } from '../../../components/CopyButton'
import { PageError } from '../../../components/PageState'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import { RestFields } from '../../../text/chat/RestFields'
import {
  type CompiledEntry,
  compiledChat,
  compiledText,
  type FilledPiece,
  filled,
  type Samples,
} from './compiled'
import classes from './ResolvedPane.module.css'
import { SampleMessages } from './SampleMessages'

const says = t.promptEditor

interface ResolvedPaneProps {
  preview: PromptPreview | undefined
  error: Error | null
  samples: Samples
  onChange: (samples: Samples) => void
}

/** What programs get: the texts of included prompts put in, variables and placeholders filled with samples. */
export function ResolvedPane({ preview, error, samples, onChange }: ResolvedPaneProps) {
  // What is shown would be an older text.
  if (error) return <PageError error={error} />
  if (!preview || preview.prompt.length === 0) return <p className={classes.quiet}>{says.resolvedEmpty}</p>
  const { prompt, variables, placeholders } = preview
  const included = new Set(preview.parts.map((part) => part.reference.name)).size
  const setValue = (name: string, value: string) =>
    onChange({ ...samples, values: { ...samples.values, [name]: value } })
  return (
    <div className={classes.root}>
      <section>
        <h2 className={classes.title}>{says.sampleValues}</h2>
        {variables.length + placeholders.length === 0 && <p className={classes.quiet}>{says.noVariables}</p>}
        <div className={classes.values}>
          {variables.map((name) => (
            <div key={name} className={classes.value}>
              <code title={name}>{name}</code>
              <TextInput
                aria-label={says.valueOf(name)}
                value={samples.values[name] ?? ''}
                onChange={({ target }) => setValue(name, target.value)}
              />
            </div>
          ))}
          {placeholders.map((name) => (
            <SampleMessages
              key={name}
              placeholder={name}
              messages={samples.messages[name] ?? []}
              onChange={(messages) =>
                onChange({ ...samples, messages: { ...samples.messages, [name]: messages } })
              }
            />
          ))}
        </div>
      </section>
      <section>
        <header className={classes.head}>
          <h2 className={classes.title}>{says.panes.resolved}</h2>
          {included > 0 && <span className={classes.note}>{says.resolvedParts(included)}</span>}
          <span className={classes.copy}>
            <CopyButton
              wide
              value={() => compiledText(prompt, samples)}
              label={typeof prompt === 'string' ? says.copyResolved : says.copyJson}
            />
          </span>
        </header>
        {typeof prompt === 'string' ? (
          <div className={classes.box}>
            <FilledText pieces={filled(prompt, samples.values)} />
          </div>
        ) : (
          <ol className={classes.box}>
            {compiledChat(prompt, samples).map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: messages have no other identity
              <Entry key={index} entry={entry} />
            ))}
          </ol>
        )}
      </section>
    </div>
  )
}

function Entry({ entry }: { entry: CompiledEntry }) {
  if (entry.kind === 'placeholder')
    return (
      <li className={classes.message} data-kind="placeholder">
        <span className={classes.role}>
          {t.prompts.placeholder} <code>{entry.name}</code>
        </span>
      </li>
    )
  return (
    <li className={classes.message} data-from={entry.from !== undefined || undefined}>
      <span className={classes.role}>
        {t.text.roles[entry.role.toLowerCase()] ?? entry.role} {entry.from && <code>{entry.from}</code>}
      </span>
      <FilledText pieces={entry.pieces} />
      {entry.rest && <RestFields rest={entry.rest} />}
    </li>
  )
}

function FilledText({ pieces }: { pieces: readonly FilledPiece[] }) {
  return (
    <div className={classes.text}>
      {pieces.map((piece, index) =>
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
