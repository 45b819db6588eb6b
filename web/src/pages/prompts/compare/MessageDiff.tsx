import { ArrowRight, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Badge } from '../../../components/Badge'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import type { PromptMessage } from '../messages'
import { restText } from './align'
import { contentOf, type Difference, differencesOf, type Tally, tallyOf } from './difference'
import { EntryName } from './EntryName'
import classes from './MessageDiff.module.css'

const says = t.prompts.comparing
/** Beyond this many changes the texts are opened one by one: each is an editor of its own. */
const MAX_OPEN = 40

interface MessageDiffProps {
  before: readonly PromptMessage[]
  after: readonly PromptMessage[]
  beforeLabel: string
  afterLabel: string
  isUnified?: boolean
}

/** Two chats message by message: what was changed, added, removed and moved; what is the same is folded. */
export function MessageDiff({ before, after, ...view }: MessageDiffProps) {
  const differences = useMemo(() => differencesOf(before, after), [before, after])
  const tally = tallyOf(differences)
  const areOpen = tally.changed + tally.added + tally.removed <= MAX_OPEN
  return (
    <div className={classes.root}>
      <TallyLine tally={tally} />
      <ol className={classes.list}>
        {differences.map((one) => (
          <li key={`${one.place.before} ${one.place.after}`}>
            <Row difference={one} isOpenFirst={areOpen && one.state !== 'same'} {...view} />
          </li>
        ))}
      </ol>
    </div>
  )
}

function TallyLine({ tally }: { tally: Tally }) {
  const parts = (['changed', 'added', 'removed', 'moved', 'same'] as const).filter((kind) => tally[kind] > 0)
  return (
    <p className={classes.tally}>
      {parts.map((kind) => (
        <span key={kind} data-kind={kind}>
          {says.tally[kind](tally[kind])}
        </span>
      ))}
    </p>
  )
}

interface RowProps extends Pick<MessageDiffProps, 'beforeLabel' | 'afterLabel' | 'isUnified'> {
  difference: Difference
  isOpenFirst: boolean
}

function Row({ difference, isOpenFirst, ...view }: RowProps) {
  const { before, after, place, state, isMoved, hasOther } = difference
  const [isOpen, setOpen] = useState(isOpenFirst)
  const entry = (after ?? before) as PromptMessage
  return (
    <details
      className={classes.row}
      data-state={state}
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className={classes.head}>
        <ChevronRight size={13} aria-hidden className={classes.fold} />
        <span className={classes.place}>
          {isMoved ? `${place.before} → ${place.after}` : (place.after ?? place.before)}
        </span>
        {before && after && hasOther.role && (
          <>
            <EntryName entry={before} />
            <ArrowRight size={12} aria-label={says.became} className={classes.became} />
          </>
        )}
        <EntryName entry={entry} />
        {!isOpen && <span className={classes.first}>{firstLine(entry)}</span>}
        <span className={classes.marks}>
          {isMoved && <Badge tone="warn">{says.states.moved}</Badge>}
          {hasOther.role && <Badge tone="warn">{says.states.role}</Badge>}
          {state === 'added' && <Badge tone="ok">{says.states.added}</Badge>}
          {state === 'removed' && <Badge tone="error">{says.states.removed}</Badge>}
          {(hasOther.text || hasOther.rest) && <Badge>{says.states.changed}</Badge>}
        </span>
      </summary>
      {isOpen && (
        <div className={classes.body}>
          {before && after && state === 'changed' ? (
            <Changed before={before} after={after} hasOther={hasOther} {...view} />
          ) : (
            <Whole entry={entry} state={state} />
          )}
        </div>
      )}
    </details>
  )
}

interface ChangedProps extends Pick<RowProps, 'beforeLabel' | 'afterLabel' | 'isUnified'> {
  before: PromptMessage
  after: PromptMessage
  hasOther: Difference['hasOther']
}

function Changed({ before, after, hasOther, ...view }: ChangedProps) {
  return (
    <>
      {hasOther.text ? (
        <DiffView before={contentOf(before)} after={contentOf(after)} {...view} />
      ) : (
        <Whole entry={{ ...after, rest: undefined } as PromptMessage} state="same" />
      )}
      {hasOther.rest && (
        <>
          <p className={classes.note}>{t.text.otherFields}</p>
          <DiffView before={restText(before)} after={restText(after)} language="json" {...view} />
        </>
      )}
    </>
  )
}

/** An entry that stands on one side alone, or is the same on both. */
export function Whole({ entry, state }: { entry: PromptMessage; state: Difference['state'] }) {
  const rest = restText(entry)
  if (entry.kind === 'placeholder') return <p className={classes.note}>{says.placeholder}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <div className={classes.whole} data-state={state} role="group" aria-label={says.textOf} tabIndex={0}>
      {entry.content ? showReordering(entry.content) : <em>{says.noText}</em>}
      {rest && <pre className={classes.rest}>{showReordering(rest)}</pre>}
    </div>
  )
}

export const firstLine = (entry: PromptMessage): string =>
  entry.kind === 'message' ? showReordering(entry.content.trimStart().slice(0, 160)) : ''
