import { Button, Modal } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import type { PromptVersion } from '../../../api/prompts'
import { PagePending } from '../../../components/PageState'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { readableText } from '../messages'
import classes from './ConflictDialog.module.css'
import { bodyOf, type Draft } from './draft'

const Merge = lazy(() => import('./Merge'))
const says = t.promptEditor

interface ConflictDialogProps {
  latest: PromptVersion
  draft: Draft
  isSaving: boolean
  /** Stores the draft, perhaps with a merged text, after the newest version. */
  onSave: (text: string | undefined) => void
  /** Goes on from here: the newest version is seen, and what was merged is taken over. */
  onKeep: (text: string | undefined) => void
}

/** Somebody was faster: both texts side by side, to merge, to save on top, or to go on editing. */
export function ConflictDialog({ latest, draft, isSaving, onSave, onKeep }: ConflictDialogProps) {
  const [text, setText] = useState(draft.text)
  const isText = draft.type === 'text' && typeof latest.prompt === 'string'
  const merged = isText ? text : undefined
  const theirs = says.theirs(latest.version)
  return (
    <Modal
      opened
      onClose={() => onKeep(merged)}
      closeOnClickOutside={false}
      size={1080}
      title={says.conflictTitle(latest.version, authorOf(latest.createdBy))}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <p className={classes.lead}>{isText ? says.mergeText : says.conflictText}</p>
      {latest.commitMessage && <p className={classes.message}>“{latest.commitMessage}”</p>}
      <div className={classes.heads} aria-hidden>
        <span>{theirs}</span>
        <span>{says.yours}</span>
      </div>
      {isText ? (
        <Suspense fallback={<PagePending />}>
          <Merge
            theirs={latest.prompt as string}
            mine={draft.text}
            theirsLabel={theirs}
            mineLabel={says.yours}
            onChange={setText}
          />
        </Suspense>
      ) : (
        <DiffView
          before={readableText(latest.prompt)}
          after={readableText(bodyOf(draft) as string | Record<string, unknown>[])}
          beforeLabel={theirs}
          afterLabel={says.yours}
        />
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={() => onKeep(merged)} data-autofocus>
          {says.keepEditing}
        </Button>
        <Button loading={isSaving} onClick={() => onSave(merged)}>
          {isText && text !== draft.text
            ? says.mergedOnTop(latest.version + 1)
            : says.onTop(latest.version + 1)}
        </Button>
      </div>
    </Modal>
  )
}

/** Who made a version, for a sentence. */
export const authorOf = (createdBy: string): string =>
  createdBy === 'API' ? t.prompts.byApi : createdBy || says.conflictSomebody
