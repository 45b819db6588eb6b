import { SegmentedControl } from '@mantine/core'
import { ArrowRight, ChevronRight } from 'lucide-react'
import { lazy, Suspense, useId, useState } from 'react'
import { Badge } from '../../../components/Badge'
import { PagePending } from '../../../components/PageState'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { restText } from '../compare/align'
import { EntryName } from '../compare/EntryName'
import { firstLine, Whole } from '../compare/MessageDiff'
import type { Side, Slot } from '../compare/threeWay'
import type { DraftEntry } from './draft'
import classes from './MessageMerge.module.css'
import { type ChatMerge, type Choice, canMerge, takenOf } from './useChatMerge'

const Merge = lazy(() => import('./Merge'))
const says = t.promptEditor.merging

interface MessageMergeProps {
  merge: ChatMerge
  version: number
}

/** A chat that two people changed, message by message: what each made of it, and which of it to take. */
export function MessageMerge({ merge, version }: MessageMergeProps) {
  const id = useId()
  return (
    <>
      {!merge.isOneOrder && (
        <div className={classes.order}>
          <span id={id}>{says.order}</span>
          <SegmentedControl
            aria-labelledby={id}
            value={merge.order}
            onChange={(side) => merge.setOrder(side as Side)}
            data={[
              { value: 'theirs', label: t.prompts.version(version) },
              { value: 'mine', label: says.mine },
            ]}
          />
        </div>
      )}
      <ol className={classes.list}>
        {merge.slots.map((slot) => (
          <Row key={(slot.mine ?? slot.theirs)?.key} slot={slot} merge={merge} version={version} />
        ))}
      </ol>
    </>
  )
}

interface RowProps extends MessageMergeProps {
  slot: Slot<DraftEntry>
}

function Row({ slot, merge, version }: RowProps) {
  const { theirs, mine, by } = slot
  const [isOpen, setOpen] = useState(by === 'theirs' || by === 'both')
  const choice = merge.choiceOf(slot)
  const entry = (mine ?? theirs) as DraftEntry
  const hasOtherRole = theirs?.kind === 'message' && mine?.kind === 'message' && theirs.role !== mine.role
  return (
    <li className={classes.row} data-by={by}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight size={13} aria-hidden />
          {hasOtherRole && (
            <>
              <EntryName entry={theirs} />
              <ArrowRight size={12} aria-label={says.andMine} />
            </>
          )}
          <EntryName entry={entry} />
          {by === 'nobody' || !isOpen ? <span className={classes.first}>{firstLine(entry)}</span> : null}
        </button>
        {by !== 'nobody' && (
          <>
            <Badge tone={by === 'both' ? 'warn' : 'quiet'}>{stateOf(slot, version)}</Badge>
            <SegmentedControl
              size="xs"
              aria-label={says.take}
              value={choice}
              onChange={(value) => {
                merge.choose(slot, value as Choice)
                if (value === 'edit') setOpen(true)
              }}
              data={optionsOf(slot, version)}
            />
          </>
        )}
      </div>
      {isOpen && (
        <div className={classes.body}>
          <Sides slot={slot} choice={choice} merge={merge} version={version} />
        </div>
      )}
    </li>
  )
}

function Sides({ slot, choice, merge, version }: RowProps & { choice: Choice }) {
  const { theirs, mine, by } = slot
  const labels = { theirs: t.promptEditor.theirs(version), mine: t.promptEditor.yours }
  if (!theirs || !mine || by === 'nobody') {
    const entry = (mine ?? theirs) as DraftEntry
    return <Whole entry={entry} state={takenOf(slot, choice).length ? 'same' : 'removed'} />
  }
  if (theirs.kind !== 'message' || mine.kind !== 'message')
    return (
      <div className={classes.placeholders}>
        <EntryName entry={theirs} /> <ArrowRight size={12} aria-label={says.andMine} />{' '}
        <EntryName entry={mine} />
      </div>
    )
  if (choice === 'edit')
    return (
      <Suspense fallback={<PagePending />}>
        <Merge
          theirs={theirs.content}
          mine={merge.editOf(slot) ?? mine.content}
          theirsLabel={labels.theirs}
          mineLabel={labels.mine}
          onChange={(text) => merge.edit(slot, text)}
        />
      </Suspense>
    )
  const sides = { beforeLabel: labels.theirs, afterLabel: labels.mine }
  return (
    <>
      {theirs.content === mine.content ? (
        <Whole entry={{ ...mine, rest: {} }} state="same" />
      ) : (
        <DiffView before={theirs.content} after={mine.content} {...sides} />
      )}
      {restText(theirs) !== restText(mine) && (
        <DiffView before={restText(theirs)} after={restText(mine)} language="json" {...sides} />
      )}
    </>
  )
}

/** What happened to an entry, in a few words. */
function stateOf({ base, theirs, mine, by }: Slot<DraftEntry>, version: number): string {
  if (by === 'theirs')
    return !base ? says.theyAdded(version) : !theirs ? says.theyRemoved(version) : says.theyChanged(version)
  if (by === 'mine') return !base ? says.iAdded : !mine ? says.iRemoved : says.iChanged
  if (!base) return theirs && mine ? says.differ : theirs ? says.onlyTheirs(version) : says.onlyMine
  return theirs && mine ? says.bothChanged : theirs ? says.iRemovedTheirs : says.theyRemovedMine
}

function optionsOf(slot: Slot<DraftEntry>, version: number): { value: Choice; label: string }[] {
  const { theirs, mine } = slot
  if (!theirs || !mine)
    return [
      { value: 'theirs', label: theirs ? says.takeOver : says.remove },
      { value: 'mine', label: mine ? says.keep : says.leaveOut },
    ]
  const sides = [
    { value: 'theirs' as const, label: t.prompts.version(version) },
    { value: 'mine' as const, label: says.mine },
    { value: 'both' as const, label: says.both },
  ]
  return canMerge(slot) ? [...sides, { value: 'edit', label: says.edit }] : sides
}
