import { Button, Modal, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { type PromptVersion, promptVersionQuery } from '../../../api/prompts'
import { DialogEnd } from '../../../components/DialogEnd'
import { PagePending } from '../../../components/PageState'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { type Side, whoChanged } from '../compare/threeWay'
import classes from './ConflictDialog.module.css'
import { type Draft, draftOf } from './draft'
import { MessageMerge } from './MessageMerge'
import { useChatMerge } from './useChatMerge'

const Merge = lazy(() => import('./Merge'))
const says = t.promptEditor

/** What is taken over into the draft. */
export type Merged = Pick<Draft, 'text' | 'entries' | 'config'>

interface ConflictDialogProps {
  project: string
  /** The newest version that the draft's author had seen; 0 for a new prompt. */
  base: number
  latest: PromptVersion
  draft: Draft
  isSaving: boolean
  /** Stores what was merged after the newest version. */
  onSave: (merged: Merged) => void
  /** Goes on writing from here: the newest version is seen, and what was merged is in the draft. */
  onKeep: (merged: Merged) => void
  /** Goes on writing as if nothing was said; it is said again with the next save. */
  onCancel: () => void
}

/** Somebody was faster: their version and the draft are merged, by what both began with where that is known. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { project, base, latest, draft, onCancel } = props
  const before = useQuery({
    ...promptVersionQuery(project, latest.name, { version: base }),
    enabled: base > 0,
    placeholderData: undefined,
    retry: false, // it may be deleted; then both versions are all that is known
  })
  const began = useMemo(() => before.data && draftOf(before.data), [before.data])
  const theirs = useMemo(() => draftOf(latest), [latest])
  if (latest.type !== draft.type)
    return (
      <Frame latest={latest} onClose={onCancel}>
        <p>{says.otherType(latest.name, t.prompts.types[latest.type])}</p>
        <DialogEnd>
          <Button onClick={onCancel}>{says.keepEditing}</Button>
        </DialogEnd>
      </Frame>
    )
  if (base > 0 && before.isPending)
    return (
      <Frame latest={latest} onClose={onCancel}>
        <PagePending />
      </Frame>
    )
  return <Merging {...props} began={began} theirs={theirs} />
}

interface MergingProps extends ConflictDialogProps {
  began: Draft | undefined
  theirs: Draft
}

function Merging({ latest, draft, isSaving, began, theirs, onSave, onKeep }: MergingProps) {
  const isText = draft.type === 'text'
  const textBy = whoChanged(began?.text, theirs.text, draft.text)
  const configBy = whoChanged(began?.config, theirs.config, draft.config)
  const [text, setText] = useState(textBy === 'theirs' ? theirs.text : draft.text)
  const [configOf, setConfigOf] = useState<Side>(configBy === 'theirs' ? 'theirs' : 'mine')
  const chat = useChatMerge(began?.entries, theirs.entries, draft.entries)
  const merged: Merged = {
    text: isText ? text : draft.text,
    entries: isText ? draft.entries : chat.result,
    config: (configOf === 'theirs' ? theirs : draft).config,
  }
  const labels = { theirs: says.theirs(latest.version), mine: says.yours }
  const isMine = isText ? text === draft.text : chat.isMine
  return (
    <Frame latest={latest} onClose={() => onKeep(merged)}>
      <p className={classes.lead}>
        {isText ? says.mergeText : chat.toDecide ? says.mergeChat(chat.toDecide) : says.mergeChatClean}
      </p>
      {!isText ? (
        <MessageMerge merge={chat} version={latest.version} />
      ) : textBy === 'nobody' ? (
        <p className={classes.message}>{says.sameText}</p>
      ) : (
        <>
          <Heads {...labels} />
          <Suspense fallback={<PagePending />}>
            <Merge
              theirs={theirs.text}
              mine={text}
              theirsLabel={labels.theirs}
              mineLabel={labels.mine}
              onChange={setText}
            />
          </Suspense>
        </>
      )}
      {(configBy === 'theirs' || configBy === 'both') && (
        <section className={classes.config}>
          <header>
            <h3>{says.config}</h3>
            <SegmentedControl
              aria-label={says.configOf}
              value={configOf}
              onChange={(side) => setConfigOf(side as Side)}
              data={[
                { value: 'theirs', label: t.prompts.version(latest.version) },
                { value: 'mine', label: says.merging.mine },
              ]}
            />
          </header>
          <DiffView
            before={theirs.config}
            after={draft.config}
            beforeLabel={labels.theirs}
            afterLabel={labels.mine}
            language="json"
          />
        </section>
      )}
      <DialogEnd>
        {!isText && (
          <span className={classes.result}>{says.mergeResult(chat.result.length, chat.takenOver)}</span>
        )}
        <Button variant="default" onClick={() => onKeep(merged)} data-autofocus>
          {says.keepEditing}
        </Button>
        <Button loading={isSaving} onClick={() => onSave(merged)} disabled={!isText && !chat.result.length}>
          {isMine && merged.config === draft.config
            ? says.onTop(latest.version + 1)
            : says.mergedOnTop(latest.version + 1)}
        </Button>
      </DialogEnd>
    </Frame>
  )
}

interface FrameProps {
  latest: PromptVersion
  onClose: () => void
  children: ReactNode
}

function Frame({ latest, onClose, children }: FrameProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      size={1080}
      title={says.conflictTitle(latest.version, authorOf(latest.createdBy))}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {latest.commitMessage && <p className={classes.message}>“{latest.commitMessage}”</p>}
      {children}
    </Modal>
  )
}

function Heads({ theirs, mine }: { theirs: string; mine: string }) {
  return (
    <div className={classes.heads} aria-hidden>
      <span>{theirs}</span>
      <span>{mine}</span>
    </div>
  )
}

/** Who made a version, for a sentence. */
export const authorOf = (createdBy: string): string =>
  createdBy === 'API' ? t.prompts.byApi : createdBy || says.conflictSomebody
