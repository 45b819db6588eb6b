import { useQuery } from '@tanstack/react-query'
import { type CommentSubject, threadQuery } from '../api/comments'
import { formatCount } from '../format/number'
import classes from './CommentCount.module.css'

/** How many comments there are, beside the name of their tab; nothing without any. */
export function CommentCount({ project, subject }: { project: string; subject: CommentSubject }) {
  const { data } = useQuery(threadQuery(project, subject))
  return data?.total ? <span className={classes.root}>{formatCount(data.total)}</span> : null
}
