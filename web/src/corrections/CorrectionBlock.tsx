import { useQuery } from '@tanstack/react-query'
import { PencilLine } from 'lucide-react'
import { useState } from 'react'
import { meQuery } from '../api/account'
import { traceScoresQuery } from '../api/trace'
import type { SubjectScore } from '../api/types'
import { useProjectId } from '../app/useProjectId'
import { useMay } from '../app/useRole'
import { t } from '../i18n'
import { Correction } from './Correction'
import classes from './CorrectionBlock.module.css'
import { CorrectionEditor } from './CorrectionEditor'
import { correctionDraft } from './correctionDraft'
import { editableText } from './correctionText'

interface CorrectionBlockProps {
  traceId: string
  /** `''` where the output is that of the whole trace. */
  observationId: string
  output: string | null
}

/** What an output should have been, by everybody who said so, and the way to say it. */
export function CorrectionBlock({ traceId, observationId, output }: CorrectionBlockProps) {
  const project = useProjectId()
  const me = useQuery(meQuery).data?.id ?? ''
  const mayCorrect = useMay('member')
  const { data: scores } = useQuery(traceScoresQuery(project, traceId))
  const draft = correctionDraft(me, project, traceId, observationId)
  const [isEditing, setEditing] = useState(() => draft.read() !== null)
  const found = correctionsOf(scores ?? [], traceId, observationId)
  const own = found.find((one) => one.authorUserId === me)
  const original = editableText(output)
  return (
    <>
      {found.map((score) =>
        isEditing && score === own ? null : (
          <Correction
            key={score.id}
            project={project}
            score={score}
            original={original.text}
            onEdit={score === own && mayCorrect ? () => setEditing(true) : undefined}
          />
        ),
      )}
      {isEditing && mayCorrect ? (
        <CorrectionEditor
          project={project}
          traceId={traceId}
          observationId={observationId}
          original={original}
          own={own}
          draft={draft}
          onClose={() => setEditing(false)}
        />
      ) : (
        mayCorrect &&
        scores &&
        !own && (
          <button type="button" className={classes.start} onClick={() => setEditing(true)}>
            <PencilLine size={13} aria-hidden />
            {t.corrections.start}
          </button>
        )
      )}
    </>
  )
}

/** The corrections of one output, the newest first. */
function correctionsOf(scores: SubjectScore[], traceId: string, observationId: string): SubjectScore[] {
  return scores
    .filter(
      (score) =>
        score.dataType === 'CORRECTION' && score.traceId === traceId && score.observationId === observationId,
    )
    .toReversed()
}
