import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import {
  completeItem,
  lookAtItem,
  openItem,
  refreshQueues,
  removeItems,
  restoreItems,
  setItemStatus,
  skipItem,
  takeNext,
  unskipItem,
  type WorkView,
} from '../../api/queues'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import { prefetchSubject } from './prefetchSubject'
import { useHold } from './useHold'

interface WorkOptions {
  project: string
  queue: string
  /** The item in the address; '' for whatever comes next. */
  item: string
  /** Whether the user may annotate; who may not only looks. */
  mayWork: boolean
}

/** What can be taken back: the item was completed, or skipped. */
export interface Deed {
  item: string
  kind: 'complete' | 'skip'
}

/** The way through a queue: the open item and the hold on it, what was done in this sitting, and where it goes on. */
export function useWork({ project, queue, item, mayWork }: WorkOptions) {
  const queries = useQueryClient()
  const navigate = useNavigate({ from: '/project/$projectId/annotation-queues/$queueId/process' })
  const [deeds, setDeeds] = useState<Deed[]>([])
  const [lost, setLost] = useState('')
  const key = useCallback((id: string) => ['queue-work', project, queue, id], [project, queue])

  const work = useQuery({
    queryKey: key(item),
    queryFn: () => {
      if (item) {
        return mayWork ? openItem(project, queue, item) : lookAtItem(project, queue, item)
      }
      return takeNext(project, queue)
    },
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const view = work.data

  /** Shows a view that the server gave, without asking again. */
  const show = useCallback(
    (next: WorkView, replace = false) => {
      const id = next.item?.id ?? ''
      queries.setQueryData(key(id), next)
      void navigate({ search: { item: id || undefined }, replace })
    },
    [queries, navigate, key],
  )

  // What comes without being named gets its name into the address, so that it can be reloaded and passed on.
  useEffect(() => {
    if (!item && view?.item) show(view, true)
  }, [item, view, show])

  // A view is good for one visit: when the item is left, others may take it.
  useEffect(() => {
    setLost('')
    if (item) queries.removeQueries({ queryKey: key(''), exact: true })
    return () => {
      if (item) queries.removeQueries({ queryKey: key(item), exact: true })
    }
  }, [item, queries, key])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is over is forgotten when the page is left
  useEffect(() => () => queries.removeQueries({ queryKey: key(''), exact: true }), [])

  const upcoming = view?.upcoming
  useEffect(() => {
    if (upcoming) prefetchSubject(queries, project, upcoming)
  }, [queries, project, upcoming])

  const look = useCallback(async () => {
    if (item) queries.setQueryData(key(item), await lookAtItem(project, queue, item))
  }, [queries, key, project, queue, item])

  const expired = useHold({
    project,
    queue,
    item: view?.item?.id,
    lock: view?.item?.lock ?? null,
    onLost: (error) => {
      setLost(error.message)
      look().catch(() => undefined)
    },
  })

  const goOn = (after?: string, again = false) => {
    queries.removeQueries({ queryKey: key(''), exact: true })
    return takeNext(project, queue, after, again).then((next) => show(next))
  }
  const done = (kind: Deed['kind'], next: WorkView) => {
    setDeeds((before) => [...before.filter((deed) => deed.item !== item), { item, kind }])
    void refreshQueues(queries, project)
    show(next)
  }

  const complete = useMutation({
    mutationFn: () => completeItem(project, queue, item),
    onSuccess: (next) => done('complete', next),
    onError: () => look().catch(() => undefined),
  })
  const next = useMutation({ mutationFn: () => goOn(item) })
  const skip = useMutation({
    mutationFn: () => skipItem(project, queue, item),
    onSuccess: (next) => done('skip', next),
  })
  const again = useMutation({ mutationFn: () => goOn(item || undefined, true) })
  const last = deeds.at(-1)
  const undo = useMutation({
    mutationFn: async ({ item: id, kind }: Deed) => {
      if (kind === 'complete') await setItemStatus(project, queue, [id], 'PENDING')
      else await unskipItem(project, queue, id)
      return id
    },
    onSuccess: (id) => {
      setDeeds((before) => before.filter((deed) => deed.item !== id))
      void refreshQueues(queries, project)
      queries.removeQueries({ queryKey: key(id), exact: true })
      walk(id)
    },
  })
  const hold = useMutation({
    mutationFn: (takeOver: boolean) => openItem(project, queue, item, takeOver),
    onSuccess: (opened) => {
      setLost('')
      queries.setQueryData(key(item), opened)
    },
  })
  const reopen = useMutation({
    mutationFn: async () => {
      await setItemStatus(project, queue, [item], 'PENDING')
      return openItem(project, queue, item)
    },
    onSuccess: (opened) => {
      complete.reset()
      queries.setQueryData(key(item), opened)
      void refreshQueues(queries, project)
    },
  })
  const remove = useMutation({
    mutationFn: async () => {
      const { ids } = await removeItems(project, queue, [item])
      void refreshQueues(queries, project)
      toast(t.queues.removed(ids.length), async () => {
        await restoreItems(project, queue, ids)
        await refreshQueues(queries, project)
      })
      await goOn()
    },
  })

  const walk = (id: string | null | undefined) => {
    if (id) void navigate({ search: { item: id } })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item has other problems
  useEffect(() => {
    for (const deed of [complete, next, skip, again, undo, hold, reopen, remove]) deed.reset()
  }, [item])

  return {
    ...{ view, error: work.error, isPending: work.isPending, retry: () => void work.refetch() },
    ...{ lost, expired, complete, next, skip, again, hold, reopen, remove, walk },
    completed: deeds.filter((deed) => deed.kind === 'complete').length,
    /** What `undo` takes back; undefined when there is nothing. */
    last,
    undo,
  }
}

export type Work = ReturnType<typeof useWork>
