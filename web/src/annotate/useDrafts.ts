import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { meQuery } from '../api/account'
import { annotate, deleteScore, showScore } from '../api/annotations'
import { ApiError } from '../api/client'
import { t } from '../i18n'
import { type Draft, Drafts, type Send } from './drafts'

const OF_CLIENT = new WeakMap<QueryClient, Map<string, Drafts>>()

/** The drafts of the signed-in user in this tab. */
export function useDrafts(): Drafts {
  const queries = useQueryClient()
  const user = queries.getQueryData(meQuery.queryKey)?.id ?? ''
  const ofUsers = OF_CLIENT.get(queries) ?? new Map<string, Drafts>()
  OF_CLIENT.set(queries, ofUsers)
  const drafts = ofUsers.get(user) ?? makeDrafts(queries, user)
  ofUsers.set(user, drafts)
  return drafts
}

/** The draft of a key, and how often it was saved. */
export function useDraft(drafts: Drafts, key: string): { draft: Draft | undefined; saved: number } {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(key))
  const saved = useSyncExternalStore(drafts.subscribe, () => drafts.savedCount(key))
  return { draft, saved }
}

function makeDrafts(queries: QueryClient, user: string): Drafts {
  const send: Send = async ({ project, subject, configId, queueId }, deed) => {
    if (deed.do === 'clear') {
      await deleteScore(project, deed.scoreId)
      void showScore(queries, project, { deleted: deed.scoreId })
      return null
    }
    const { value, comment } = deed
    const score = await annotate(project, subject, { configId, value, comment, queueId: queueId ?? '' })
    void showScore(queries, project, { score })
    return score
  }
  const drafts = new Drafts(send, {
    store: sessionStorage,
    name: `sidelight.annotations.${user}`,
    needsValue: t.annotate.needsValue,
    describe: (error) =>
      error instanceof ApiError ? `${error.message} ${error.hint}`.trim() : String(error),
  })
  window.addEventListener('online', drafts.retryAll)
  return drafts
}
