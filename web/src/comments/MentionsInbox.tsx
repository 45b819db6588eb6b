import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { AtSign } from 'lucide-react'
import { type MentionView, markMentions, mentionsQuery } from '../api/comments'
import { Notice } from '../components/Notice'
import { PageError, PagePending } from '../components/PageState'
import { RelativeTime } from '../components/RelativeTime'
import { toastError } from '../components/toast'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import { Avatar } from './Avatar'
import classes from './MentionsInbox.module.css'
import { plainText } from './mentions'

interface MentionsInboxProps {
  project: string
  unread: number
  onClose: () => void
}

/** The comments that mention the user, each with the way to the exact place. */
export default function MentionsInbox({ project, unread, onClose }: MentionsInboxProps) {
  const queries = useQueryClient()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...mentionsQuery(project),
    refetchOnMount: 'always',
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const mark = (ids: string[] | null) =>
    markMentions(project, ids).then(
      () => queries.invalidateQueries({ queryKey: ['mentions', project] }),
      toastError,
    )
  return (
    <section className={classes.root} aria-label={t.comments.mentions}>
      <header className={classes.head}>
        <h2>{t.comments.mentions}</h2>
        {unread > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={() => void mark(null)}>
            {t.comments.markAllRead}
          </Button>
        )}
      </header>
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : items.length === 0 ? (
        <Notice icon={AtSign} title={t.comments.noMentions} text={t.comments.noMentionsText} />
      ) : (
        <ul className={classes.list}>
          {items.map((mention) => (
            <li key={mention.comment.id}>
              <Link
                {...placeOf(project, mention)}
                className={classes.one}
                data-unread={!mention.isRead || undefined}
                onClick={() => {
                  if (!mention.isRead) void mark([mention.comment.id])
                  onClose()
                }}
              >
                <Avatar name={mention.comment.author.name} />
                <span className={classes.main}>
                  <span className={classes.line}>
                    <b>{showReordering(mention.comment.author.name)}</b>
                    <span className={classes.place}>
                      {mention.promptName ?? t.comments.mentionedIn[mention.comment.objectType]}
                    </span>
                    <RelativeTime time={mention.mentionedAt} />
                  </span>
                  <span className={classes.text}>{showReordering(plainText(mention.comment.content))}</span>
                </span>
              </Link>
            </li>
          ))}
          {hasNextPage && (
            <li className={classes.older}>
              <Button
                variant="subtle"
                size="compact-xs"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage().catch(toastError)}
              >
                {t.comments.olderMentions}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}

function placeOf(projectId: string, { comment, promptName, promptVersion }: MentionView): LinkProps {
  const shown = { panel: 'comments' as const, comment: comment.id }
  switch (comment.objectType) {
    case 'SESSION':
      return {
        to: '/project/$projectId/sessions/$sessionId',
        params: { projectId, sessionId: comment.objectId },
        search: shown,
      }
    case 'PROMPT':
      return {
        to: '/project/$projectId/prompts/$',
        params: { projectId, _splat: promptName ?? '' },
        search: { version: promptVersion ?? undefined, tab: 'comments', comment: comment.id },
      }
    default:
      return {
        to: '/project/$projectId/traces/$traceId',
        params: { projectId, traceId: comment.traceId ?? comment.objectId },
        search: { ...shown, o: comment.objectType === 'OBSERVATION' ? comment.objectId : undefined },
      }
  }
}
