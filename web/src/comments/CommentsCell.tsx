import { useQuery } from '@tanstack/react-query'
import { MessageSquare } from 'lucide-react'
import type { ObjectType } from '../api/comments'
import { formatCount } from '../format/number'
import { t } from '../i18n'
import classes from './CommentsCell.module.css'
import { commentCountQuery } from './countsLoader'

interface CommentsCellProps {
  project: string
  objectType: ObjectType
  id: string
  traceId: string
}

/** How many comments a row of a list has. */
export function CommentsCell({ project, objectType, id, traceId }: CommentsCellProps) {
  const { data } = useQuery(commentCountQuery(project, objectType, id, traceId))
  if (!data) return null
  return (
    <span className={classes.root} title={t.comments.count(data)}>
      <MessageSquare size={13} aria-hidden />
      {formatCount(data)}
    </span>
  )
}
