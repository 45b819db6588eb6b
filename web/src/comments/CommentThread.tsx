import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { MessageSquare } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { meQuery } from '../api/account'
import {
  type CommentSubject,
  type CommentView,
  createComment,
  markMentions,
  threadQuery,
} from '../api/comments'
import { useMay } from '../app/useRole'
import { Notice } from '../components/Notice'
import { PageError, PagePending } from '../components/PageState'
import { toast } from '../components/toast'
import { t } from '../i18n'
import { isStillThere, nthOf } from './anchor'
import { CommentItem } from './CommentItem'
import classes from './CommentThread.module.css'
import { Composer } from './Composer'
import { useCommentPlaces } from './drafts'
import { showPlace } from './places'
import { Quote } from './Quote'
import { keyOf } from './subject'

interface CommentThreadProps {
  project: string
  subject: CommentSubject
  /** The comment that an address leads to. */
  shown?: string
  /** Draws the way to the step of a comment that is not on the subject itself. */
  stepOf?: (comment: CommentView) => ReactNode
}

/** What people say of a trace, step, session or prompt, and a field to say more. */
export function CommentThread({ project, subject, shown, stepOf }: CommentThreadProps) {
  const queries = useQueryClient()
  const mayWrite = useMay('member')
  const isAdmin = useMay('admin')
  const places = useCommentPlaces()
  const { data: me } = useQuery(meQuery)
  const [wantsAll, setWantsAll] = useState(false)
  const { data, error, isPlaceholderData } = useQuery({
    ...threadQuery(project, subject, wantsAll),
    placeholderData: (before) => (wantsAll ? before : undefined),
  })
  const isCut = data !== undefined && data.total > data.items.length
  const isMissing = isCut && shown !== undefined && !data.items.some((comment) => comment.id === shown)
  useEffect(() => {
    if (isMissing) setWantsAll(true)
  }, [isMissing])
  const key = keyOf(subject)
  const draft = places?.draft?.subject === key ? places.draft : undefined
  const reload = () => queries.invalidateQueries({ queryKey: ['comments', project] })
  useReadMentions(project, data?.items)

  // The newest is what a reader comes for, unless they were led to another; one's own stands below at once.
  const list = useRef<HTMLOListElement>(null)
  const last = data?.items.at(-1)
  const seen = useRef<string>(undefined)
  useEffect(() => {
    if (!last || last.id === seen.current) return
    const isFirst = seen.current === undefined
    seen.current = last.id
    if (isFirst ? !shown : last.author.id === me?.id) {
      list.current?.lastElementChild?.scrollIntoView({ block: 'end' })
    }
  }, [last, shown, me?.id])

  const send = async (content: string) => {
    await createComment(project, subject, content, draft?.anchor)
    places?.setDraft(undefined)
    await reload()
  }
  const isAbout = (comment: CommentView) =>
    comment.objectType === subject.objectType && comment.objectId === subject.objectId
  const show = (comment: CommentView) => {
    const root = places?.root.current
    if (!root || !comment.anchor) return
    const nth = nthOf(comment.anchor, places.texts ?? {})
    if (!showPlace(root, comment.anchor, nth)) toast(t.comments.quoteHidden)
  }

  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    <section className={classes.root} aria-label={t.comments.thread}>
      {data.items.length === 0 ? (
        <Notice
          icon={MessageSquare}
          title={t.comments.empty}
          text={!mayWrite ? t.comments.emptyViewer : places ? t.comments.emptyPlaces : t.comments.emptyText}
        />
      ) : (
        <ol className={classes.list} ref={list}>
          {isCut && (
            <li className={classes.older}>
              {wantsAll && !isPlaceholderData ? (
                t.comments.older(data.total - data.items.length)
              ) : (
                <Button
                  variant="default"
                  size="compact-xs"
                  loading={isPlaceholderData}
                  onClick={() => setWantsAll(true)}
                >
                  {t.comments.showOlder(data.total - data.items.length)}
                </Button>
              )}
            </li>
          )}
          {data.items.map((comment) => (
            <CommentItem
              key={comment.id}
              project={project}
              comment={comment}
              me={me?.id}
              mayWrite={mayWrite}
              mayDelete={isAdmin || (mayWrite && comment.author.id === me?.id)}
              isShown={comment.id === shown}
              onChanged={reload}
            >
              {!isAbout(comment) && stepOf?.(comment)}
              {comment.anchor && (
                <Quote
                  anchor={comment.anchor}
                  isChanged={
                    isAbout(comment) &&
                    places?.texts !== undefined &&
                    !isStillThere(comment.anchor, places.texts)
                  }
                  onShow={places && isAbout(comment) ? () => show(comment) : undefined}
                />
              )}
            </CommentItem>
          ))}
        </ol>
      )}
      <div className={classes.foot}>
        {mayWrite ? (
          <>
            {draft?.anchor && (
              <Quote anchor={draft.anchor} onDrop={() => places?.setDraft({ ...draft, anchor: undefined })} />
            )}
            <Composer
              key={`${key} ${draft?.anchor?.path ?? ''} ${draft?.anchor?.start ?? ''}`}
              project={project}
              initial={draft?.text}
              action={t.comments.send}
              onSend={send}
              onDraft={
                places ? (text) => places.setDraft({ subject: key, anchor: draft?.anchor, text }) : undefined
              }
              autoFocus={draft?.anchor !== undefined}
            />
          </>
        ) : (
          <p className={classes.viewer}>{t.comments.viewerOnly}</p>
        )}
      </div>
    </section>
  )
}

/** Whoever sees a comment that mentions them has read the mention. */
function useReadMentions(project: string, comments: CommentView[] | undefined) {
  const queries = useQueryClient()
  const { data: me } = useQuery(meQuery)
  const mine = me
    ? (comments ?? []).filter(({ content }) => content.includes(`](user:${me.id})`)).map(({ id }) => id)
    : []
  const ids = mine.join(' ')
  useEffect(() => {
    if (!ids) return
    markMentions(project, ids.split(' ')).then(
      () => queries.invalidateQueries({ queryKey: ['mentions', project] }),
      // They stay unread, which the inbox shows.
      () => undefined,
    )
  }, [ids, project, queries])
}
