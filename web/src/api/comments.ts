import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type CommentView = Schemas['CommentView']
export type CommentAnchor = Schemas['CommentAnchor']
export type Reaction = Schemas['ReactionChange']['reaction']
export type MentionView = Schemas['MentionView']
export type ObjectType = CommentView['objectType']

/** What is commented on; an observation with its trace. */
export interface CommentSubject {
  objectType: ObjectType
  objectId: string
  traceId?: string
}

const REFETCH_MS = 20_000
const MENTIONS_MS = 60_000
const MENTIONS_PAGE = 30
const inProject = (project: string) => ({ path: { project_id: project } })
const ofComment = (project: string, comment: string) => ({
  path: { project_id: project, comment_id: comment },
})

/** So many comments of a thread are loaded first; all of them are `ALL_OF_THREAD` at most. */
const THREAD = 500
const ALL_OF_THREAD = 5_000

/** The newest comments on an object, or all; of a trace with those on its steps. Looked at again while they are read. */
export const threadQuery = (project: string, subject: CommentSubject, all = false) =>
  queryOptions({
    queryKey: [
      ...['comments', project, 'thread', subject.objectType, subject.traceId ?? '', subject.objectId],
      all,
    ],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/comments', {
          params: {
            ...inProject(project),
            query: {
              ...subject,
              within: subject.objectType === 'TRACE',
              limit: all ? ALL_OF_THREAD : THREAD,
            },
          },
          signal,
        }),
      ),
    refetchInterval: REFETCH_MS,
    refetchOnWindowFocus: 'always',
  })

export const createComment = (
  project: string,
  subject: CommentSubject,
  content: string,
  anchor: CommentAnchor | undefined,
): Promise<CommentView> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/comments', {
      params: inProject(project),
      body: { ...subject, content, anchor: anchor ?? null },
    }),
  )

export const editComment = (
  project: string,
  comment: string,
  content: string,
  revision: number,
): Promise<CommentView> =>
  unwrap(
    client.PATCH('/api/app/projects/{project_id}/comments/{comment_id}', {
      params: ofComment(project, comment),
      body: { content, revision },
    }),
  )

export async function deleteComment(project: string, comment: string): Promise<void> {
  await unwrap(
    client.DELETE('/api/app/projects/{project_id}/comments/{comment_id}', {
      params: ofComment(project, comment),
    }),
  )
}

export const restoreComment = (project: string, comment: string): Promise<CommentView> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/comments/{comment_id}/restore', {
      params: ofComment(project, comment),
    }),
  )

export const reactToComment = (
  project: string,
  comment: string,
  reaction: Reaction,
  isOn: boolean,
): Promise<CommentView> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/comments/{comment_id}/reactions', {
      params: ofComment(project, comment),
      body: { reaction, isOn },
    }),
  )

/** How many comments each of the objects has, in their order; of a trace with those on its steps. */
export const countComments = async (
  project: string,
  objectType: ObjectType,
  subjects: { id: string; traceId?: string }[],
): Promise<number[]> => {
  const { counts } = await unwrap(
    client.POST('/api/app/projects/{project_id}/comments/counts', {
      params: inProject(project),
      body: { objectType, subjects, within: objectType === 'TRACE' },
    }),
  )
  return counts
}

/** Mentions of the user in the project, newest first, page by page. */
export const mentionsQuery = (project: string) =>
  infiniteQueryOptions({
    queryKey: ['mentions', project, 'list'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/mentions', {
          params: { ...inProject(project), query: { limit: MENTIONS_PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  })

/** How many mentions the user has not read. */
export const unreadQuery = (project: string) =>
  queryOptions({
    queryKey: ['mentions', project, 'unread'],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        client.GET('/api/app/projects/{project_id}/mentions', {
          params: { ...inProject(project), query: { limit: 0 } },
          signal,
        }),
      )
      return page.unread
    },
    refetchInterval: MENTIONS_MS,
    refetchOnWindowFocus: 'always',
  })

/** Mark mentions as read or unread; all of the project without ids. */
export async function markMentions(
  project: string,
  commentIds: string[] | null,
  isRead = true,
): Promise<void> {
  await unwrap(
    client.POST('/api/app/projects/{project_id}/mentions/read', {
      params: inProject(project),
      body: { commentIds, isRead },
    }),
  )
}
