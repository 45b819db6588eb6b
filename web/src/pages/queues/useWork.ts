import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  completeItem,
  lookAtItem,
  openItem,
  refreshQueues,
  removeItems,
  restoreItems,
  setItemStatus,
  takeNext,
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

/** The way through a queue: the open item and the hold on it, what was skipped, and where it goes on. */
export function useWork({ project, queue, item, mayWork }: WorkOptions) {
  const queries = useQueryClient()
  const navigate = useNavigate({ from: '/project/$projectId/annotation-queues/$queueId/process' })
  const [skipped, setSkipped] = useState<string[]>([])
  const [completed, setCompleted] = useState(0)
  const [lost, setLost] = useState('')
  const key = useCallback((id: string) => ['queue-work', project, queue, id], [project, queue])
  const latestSkipped = useRef(skipped)
  latestSkipped.current = skipped

  const work = useQuery({
    queryKey: key(item),
    queryFn: () => {
      if (item) {
        return mayWork
          ? openItem(project, queue, item, latestSkipped.current)
          : lookAtItem(project, queue, item)
      }
      return takeNext(project, queue, latestSkipped.current)
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

  const goOn = (after?: string) => {
    queries.removeQueries({ queryKey: key(''), exact: true })
    return takeNext(project, queue, latestSkipped.current, after).then((next) => show(next))
  }

  const complete = useMutation({
    mutationFn: () => completeItem(project, queue, item, skipped),
    onSuccess: (next) => {
      setCompleted((n) => n + 1)
      void refreshQueues(queries, project)
      show(next)
    },
    onError: () => look().catch(() => undefined),
  })
  const next = useMutation({ mutationFn: () => goOn(item) })
  const skip = useMutation({
    mutationFn: () => {
      latestSkipped.current = [...latestSkipped.current.filter((one) => one !== item), item]
      setSkipped(latestSkipped.current)
      return goOn(item)
    },
  })
  const again = useMutation({
    mutationFn: () => {
      latestSkipped.current = []
      setSkipped([])
      return goOn()
    },
  })
  const hold = useMutation({
    mutationFn: (takeOver: boolean) => openItem(project, queue, item, skipped, takeOver),
    onSuccess: (opened) => {
      setLost('')
      queries.setQueryData(key(item), opened)
    },
  })
  const reopen = useMutation({
    mutationFn: async () => {
      await setItemStatus(project, queue, [item], 'PENDING')
      return openItem(project, queue, item, skipped)
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
    for (const deed of [complete, next, skip, hold, reopen, remove]) deed.reset()
  }, [item])

  return {
    ...{ view, error: work.error, isPending: work.isPending, retry: () => void work.refetch() },
    ...{ skipped, completed, lost, expired, complete, next, skip, again, hold, reopen, remove, walk },
  }
}

export type Work = ReturnType<typeof useWork>
