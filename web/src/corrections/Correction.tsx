import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { correct, deleteScore, showScore } from '../api/annotations'
import type { SubjectScore } from '../api/types'
import { CopyButton } from '../components/CopyButton'
import { RelativeTime } from '../components/RelativeTime'
import { toast, toastError } from '../components/toast'
import { DiffView } from '../editor/DiffView'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import { IoBlocks } from '../text/IoBlocks'
import classes from './CorrectionBlock.module.css'
import { editableText, languageOfText } from './correctionText'

type View = 'changes' | 'text'

interface CorrectionProps {
  project: string
  score: SubjectScore
  /** The output, as it is compared; `''` when there was none. */
  original: string
  /** Undefined for corrections of others. */
  onEdit: (() => void) | undefined
}

/** One correction: against the output, or by itself. */
export function Correction({ project, score, original, onEdit }: CorrectionProps) {
  const queries = useQueryClient()
  const text = score.stringValue ?? ''
  const [view, setView] = useState<View>(original ? 'changes' : 'text')
  const remove = async () => {
    try {
      await deleteScore(project, score.id)
      void showScore(queries, project, { deleted: score.id })
      toast(t.corrections.deleted, async () => {
        const again = await correct(project, score.traceId, score.observationId, text)
        await showScore(queries, project, { score: again })
      })
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <section className={classes.root} aria-label={t.corrections.title}>
      <header className={classes.head}>
        <h3>{t.corrections.title}</h3>
        <span className={classes.quiet}>
          {showReordering(score.author) || t.annotate.somebody} · <RelativeTime time={score.timestamp} />
        </span>
        <span className={classes.tools}>
          <CopyButton value={text} label={`${t.common.copy}: ${t.corrections.title}`} />
          {onEdit && (
            <>
              <Tooltip label={t.corrections.edit}>
                <ActionIcon size={24} aria-label={t.corrections.edit} onClick={onEdit}>
                  <Pencil size={14} aria-hidden />
                </ActionIcon>
              </Tooltip>
              <Tooltip label={t.corrections.delete}>
                <ActionIcon size={24} aria-label={t.corrections.delete} onClick={() => void remove()}>
                  <Trash2 size={14} aria-hidden />
                </ActionIcon>
              </Tooltip>
            </>
          )}
        </span>
      </header>
      {original && (
        <SegmentedControl
          className={classes.view}
          aria-label={t.corrections.view}
          value={view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'changes', label: t.corrections.changes },
            { value: 'text', label: t.corrections.text },
          ]}
        />
      )}
      {view === 'changes' ? (
        <DiffView
          before={original}
          after={editableText(text).text}
          beforeLabel={t.corrections.original}
          afterLabel={t.corrections.title}
          language={languageOfText(text)}
          isUnified
        />
      ) : (
        <IoBlocks texts={[{ label: t.corrections.corrected, text }]} hasBar={false} />
      )}
    </section>
  )
}
