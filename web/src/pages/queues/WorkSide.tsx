import { Button } from '@mantine/core'
import { lazy, Suspense, useRef, useState } from 'react'
import { AnnotatePanel } from '../../annotate/AnnotatePanel'
import { useGivenCount } from '../../annotate/ownScores'
import type { AnnotationSubject } from '../../annotate/subject'
import type { CommentSubject } from '../../api/comments'
import type { QueueItem, QueueRow } from '../../api/queues'
import { CommentCount } from '../../comments/CommentCount'
import { CommentThread } from '../../comments/CommentThread'
import { commentSubjectOf } from '../../comments/subject'
import { t } from '../../i18n'
import classes from './Process.module.css'
import { annotated } from './prefetchSubject'
import type { Work } from './useWork'
import { WorkNote } from './WorkNote'

const Markdown = lazy(() => import('../../text/Markdown'))

interface WorkSideProps {
  project: string
  queue: QueueRow
  item: QueueItem
  work: Work
  mayWork: boolean
  /** Whether completing is possible now. */
  mayComplete: boolean
  problem: string
  onComplete: () => void
  onUndo: () => void
}

/** Right side of the work mode: the scores to give, and the way on. */
export function WorkSide(props: WorkSideProps) {
  const { project, queue, item, work, mayWork, mayComplete, problem, onComplete, onUndo } = props
  const texts = t.queues.work
  const subject = annotated(item.subject)
  const configIds = queue.scoreConfigs.map((config) => config.id)
  const asked = queue.scoreConfigs.filter((config) => !config.isArchived).map((config) => config.id)
  const isDone = item.status === 'COMPLETED'
  const completeButton = useRef<HTMLButtonElement>(null)
  return (
    <aside className={classes.side} aria-label={texts.scores}>
      <WorkNote item={item} work={work} mayWork={mayWork} />
      <div className={classes.sideBody}>
        {queue.description && (
          <details className={classes.instructions} open>
            <summary>{texts.instructions}</summary>
            <div className={classes.instructionsText}>
              <Suspense fallback={<p>{queue.description}</p>}>
                <Markdown text={queue.description} />
              </Suspense>
            </div>
          </details>
        )}
        {subject && item.subject.exists && (
          <AnnotatePanel
            project={project}
            subject={subject}
            configIds={configIds.length > 0 ? configIds : undefined}
            queueId={queue.id}
            autoFocus
            onEnd={() => completeButton.current?.focus()}
          />
        )}
        {subject && item.subject.exists && (
          <Comments key={item.id} project={project} subject={commentSubjectOf(subject)} />
        )}
      </div>
      {mayWork && (
        <footer className={classes.foot}>
          {problem && (
            <p className={classes.problem} role="alert">
              {problem}
            </p>
          )}
          <div className={classes.buttons}>
            {!isDone && (
              <Button variant="default" loading={work.skip.isPending} onClick={() => work.skip.mutate()}>
                {texts.skip}&nbsp;<kbd>s</kbd>
              </Button>
            )}
            {isDone || !mayComplete ? (
              <Button variant="default" loading={work.next.isPending} onClick={() => work.next.mutate()}>
                {texts.nextPending}&nbsp;<kbd>Ctrl/⌘ ⏎</kbd>
              </Button>
            ) : (
              <Button ref={completeButton} loading={work.complete.isPending} onClick={onComplete}>
                {texts.completeNext}&nbsp;<kbd>Ctrl/⌘ ⏎</kbd>
              </Button>
            )}
          </div>
          <p className={classes.keys}>
            {subject && item.subject.exists && asked.length > 0 ? (
              <Given project={project} subject={subject} configIds={asked} />
            ) : (
              <span>{texts.keysNote}</span>
            )}
            {work.last && (
              <button type="button" disabled={work.undo.isPending} onClick={onUndo}>
                {texts.undo[work.last.kind]} (u)
              </button>
            )}
          </p>
        </footer>
      )}
    </aside>
  )
}

interface GivenProps {
  project: string
  subject: AnnotationSubject
  configIds: readonly string[]
}

/** How many of the queue's scores the user has given, so that none is forgotten. */
function Given({ project, subject, configIds }: GivenProps) {
  const given = useGivenCount(project, subject, configIds)
  return (
    <span role="status">
      {given !== undefined && t.queues.work.given(given, configIds.length)}
      <span className={classes.hint}> · {t.queues.work.allKeys}</span>
    </span>
  )
}

/** What people say of the item; its thread loads when it is opened. */
function Comments({ project, subject }: { project: string; subject: CommentSubject }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className={classes.comments} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t.queues.work.comments} <CommentCount project={project} subject={subject} />
      </summary>
      {isOpen && <CommentThread project={project} subject={subject} />}
    </details>
  )
}
