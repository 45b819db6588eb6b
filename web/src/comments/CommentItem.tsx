import { Menu } from '@mantine/core'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { ApiError } from '../api/client'
import {
  type CommentView,
  deleteComment,
  editComment,
  type Reaction,
  reactToComment,
  restoreComment,
} from '../api/comments'
import { RelativeTime } from '../components/RelativeTime'
import { toast, toastError } from '../components/toast'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import { Avatar } from './Avatar'
import classes from './CommentItem.module.css'
import { Composer } from './Composer'
import { Reactions } from './Reactions'

const CommentText = lazy(() => import('./CommentText'))

interface CommentItemProps {
  project: string
  comment: CommentView
  me: string | undefined
  mayWrite: boolean
  mayDelete: boolean
  /** The reader was led here. */
  isShown: boolean
  /** What the comment is about, above its text. */
  children?: ReactNode
  /** The comment has changed; null when it is gone. */
  onChanged: (comment: CommentView | null) => Promise<unknown>
}

/** One comment: who said what when, reactions to it, and what can be done with it. */
export function CommentItem(props: CommentItemProps) {
  const { project, comment, me, mayWrite, mayDelete, isShown, children, onChanged } = props
  const [editing, setEditing] = useState<{ revision: number; theirs?: CommentView }>()
  const root = useRef<HTMLLIElement>(null)
  const isMine = comment.author.id !== null && comment.author.id === me
  const name = showReordering(comment.author.name)

  useEffect(() => {
    if (isShown) root.current?.scrollIntoView({ block: 'center' })
  }, [isShown])

  const react = (reaction: Reaction, isOn: boolean) => {
    reactToComment(project, comment.id, reaction, isOn).then(onChanged, toastError)
  }
  const remove = () => {
    deleteComment(project, comment.id).then(() => {
      void onChanged(null)
      const text = isMine ? t.comments.deletedMine : t.comments.deleted(name)
      toast(text, () => restoreComment(project, comment.id).then(onChanged))
    }, toastError)
  }
  const save = async (content: string) => {
    try {
      await onChanged(await editComment(project, comment.id, content, editing?.revision ?? comment.revision))
      setEditing(undefined)
    } catch (error) {
      // What was typed stays; beside it stands what it says now, and the next try is over that.
      if (error instanceof ApiError && error.status === 409) await onChanged(comment)
      throw error
    }
  }
  const isStale = editing !== undefined && editing.revision !== comment.revision

  return (
    <li ref={root} className={classes.root} data-shown={isShown || undefined} id={`comment-${comment.id}`}>
      <Avatar name={comment.author.name} />
      <div className={classes.main}>
        <div className={classes.head}>
          <span className={classes.name} title={comment.author.name}>
            {name}
          </span>
          <span className={classes.time}>
            <RelativeTime time={comment.createdAt} />
            {comment.isEdited && ` · ${t.comments.edited}`}
          </span>
          {((isMine && mayWrite) || mayDelete) && !editing && (
            <Menu position="bottom-end">
              <Menu.Target>
                <button
                  type="button"
                  className={classes.more}
                  aria-label={t.comments.more}
                  title={t.comments.more}
                >
                  <Ellipsis size={14} aria-hidden />
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                {isMine && mayWrite && (
                  <Menu.Item
                    leftSection={<Pencil size={14} aria-hidden />}
                    onClick={() => setEditing({ revision: comment.revision })}
                  >
                    {t.comments.edit}
                  </Menu.Item>
                )}
                <Menu.Item
                  leftSection={<Trash2 size={14} aria-hidden />}
                  color="var(--error)"
                  onClick={remove}
                >
                  {t.comments.delete}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
        {children}
        {editing && !isStale ? null : (
          <Text content={comment.content} note={isStale ? t.comments.changedMeanwhile : ''} />
        )}
        {editing ? (
          <>
            {isStale && (
              <span className={classes.stale}>
                <button type="button" onClick={() => setEditing({ revision: comment.revision })}>
                  {t.comments.keepMine}
                </button>
                <button type="button" onClick={() => setEditing(undefined)}>
                  {t.comments.takeTheirs}
                </button>
              </span>
            )}
            <Composer
              project={project}
              initial={comment.content}
              action={t.comments.save}
              onSend={save}
              onCancel={() => setEditing(undefined)}
              autoFocus
            />
          </>
        ) : (
          <div className={classes.foot}>
            <Reactions comment={comment} me={me} mayReact={mayWrite} onReact={react} />
          </div>
        )}
      </div>
    </li>
  )
}

function Text({ content, note }: { content: string; note: string }) {
  return (
    <>
      {note && (
        <p className={classes.note} role="alert">
          {note}
        </p>
      )}
      <Suspense fallback={<div className={classes.plain}>{showReordering(content)}</div>}>
        <CommentText content={content} />
      </Suspense>
    </>
  )
}
