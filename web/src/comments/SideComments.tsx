import { Link, useSearch } from '@tanstack/react-router'
import { CornerDownRight } from 'lucide-react'
import type { CommentView } from '../api/comments'
import { t } from '../i18n'
import type { SideSubject } from '../pages/trace/side/sidePanels'
import { CommentThread } from './CommentThread'
import classes from './SideComments.module.css'
import { commentSubjectOf } from './subject'

/** The comments beside a trace, step or session. */
export function SideComments({ project, subject }: SideSubject) {
  const { comment } = useSearch({ strict: false })
  return (
    <CommentThread
      project={project}
      subject={commentSubjectOf(subject)}
      shown={comment}
      stepOf={(one) => <StepLink project={project} comment={one} />}
    />
  )
}

function StepLink({ project, comment }: { project: string; comment: CommentView }) {
  if (!comment.traceId) return null
  return (
    <Link
      to="/project/$projectId/traces/$traceId"
      params={{ projectId: project, traceId: comment.traceId }}
      search={{ o: comment.objectId, panel: 'comments', comment: comment.id }}
      className={classes.step}
      title={t.comments.openStep}
    >
      <CornerDownRight size={12} aria-hidden />
      {t.comments.onStep}
    </Link>
  )
}
