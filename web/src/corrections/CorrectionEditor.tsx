import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { correct, deleteScore, showScore } from '../api/annotations'
import { ApiError } from '../api/client'
import type { SubjectScore } from '../api/types'
import { toast } from '../components/toast'
import { EditorField } from '../editor/EditorField'
import { t } from '../i18n'
import classes from './CorrectionBlock.module.css'
import type { CorrectionDraft } from './correctionDraft'

interface CorrectionEditorProps {
  project: string
  traceId: string
  observationId: string
  /** The output, as it is edited. */
  original: { text: string; language: string }
  /** The user's own correction until now. */
  own: SubjectScore | undefined
  draft: CorrectionDraft
  onClose: () => void
}

/** Writes what an output should have been, beginning with what it was. */
export function CorrectionEditor(props: CorrectionEditorProps) {
  const { project, traceId, observationId, original, own, draft, onClose } = props
  const queries = useQueryClient()
  const first = own?.stringValue ?? original.text
  const [text, setText] = useState(() => draft.read() ?? first)
  const before = own?.stringValue ?? null
  const saving = useMutation({
    mutationFn: () => correct(project, traceId, observationId, text),
    onSuccess: (score) => {
      draft.drop()
      void showScore(queries, project, { score })
      onClose()
      toast(t.corrections.saved, async () => {
        if (before === null) {
          await deleteScore(project, score.id)
          await showScore(queries, project, { deleted: score.id })
        } else {
          await showScore(queries, project, { score: await correct(project, traceId, observationId, before) })
        }
      })
    },
  })
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  const isSame = text === first
  const save = () => {
    if (!isSame && !saving.isPending) saving.mutate()
  }
  return (
    <section ref={place} className={classes.editor} aria-label={t.corrections.start} data-own-keys>
      <EditorField
        label={t.corrections.field}
        description={t.corrections.help}
        value={text}
        language={original.language}
        autoFocus
        onChange={(next) => {
          setText(next)
          draft.write(next)
        }}
        onSubmit={save}
      />
      {saving.error && (
        <p className={classes.problem} role="alert">
          {saving.error.message} {saving.error instanceof ApiError && saving.error.hint}
        </p>
      )}
      <div className={classes.actions}>
        <span className={classes.quiet}>{t.corrections.keys}</span>
        <Button
          variant="default"
          onClick={() => {
            draft.drop()
            onClose()
          }}
        >
          {t.common.cancel}
        </Button>
        <Button onClick={save} loading={saving.isPending} disabled={isSame}>
          {t.corrections.save}
        </Button>
      </div>
    </section>
  )
}
