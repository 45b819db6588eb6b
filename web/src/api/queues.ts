import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type QueueRow = Schemas['QueueRow']
export type QueueInput = Schemas['QueueInput']
export type QueueItem = Schemas['QueueItem']
export type SubjectLine = Schemas['SubjectLine']
export type ObjectRef = Schemas['ObjectRef']
export type ObjectType = Schemas['ObjectType']
export type ItemStatus = Schemas['ItemStatus']
export type WorkView = Schemas['WorkView']
export type ItemLock = Schemas['ItemLock']

export const MAX_OBJECTS = 1000
const PAGE = 50
const BASE = '/api/app/projects/{project_id}/annotation-queues'

const of = (project: string) => ({ path: { project_id: project } })
const one = (project: string, queue: string) => ({ path: { project_id: project, queue_id: queue } })
const at = (project: string, queue: string, item: string) => ({
  path: { project_id: project, queue_id: queue, queue_item_id: item },
})

/** All queues of a project with their progress, newest first. */
export const queuesQuery = (project: string) =>
  queryOptions({
    queryKey: ['queues', project, 'list'],
    queryFn: ({ signal }) => unwrap(client.GET(BASE, { params: of(project), signal })),
    refetchInterval: 30_000,
  })

/** One queue. */
export const queueQuery = (project: string, queue: string) =>
  queryOptions({
    queryKey: ['queues', project, 'one', queue],
    queryFn: ({ signal }) =>
      unwrap(client.GET(`${BASE}/{queue_id}`, { params: one(project, queue), signal })),
    refetchInterval: 30_000,
  })

export interface ItemFilter {
  status?: ItemStatus
  type?: ObjectType
  annotator?: string
  q?: string
}

/** Items of a queue in the order of work, page by page. */
export const queueItemsQuery = (project: string, queue: string, filter: ItemFilter) =>
  infiniteQueryOptions({
    queryKey: ['queues', project, 'items', queue, filter],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET(`${BASE}/{queue_id}/items`, {
          params: { ...one(project, queue), query: { ...filter, offset: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
    placeholderData: keepPreviousData,
    // Whoever has gone far down the list does not want all of it loaded again and again.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 3 ? 30_000 : false),
  })

/** How many of some objects each queue holds already, by the queue's id. */
export const containingQuery = (project: string, objects: readonly ObjectRef[]) =>
  queryOptions({
    queryKey: ['queues', project, 'containing', objects],
    queryFn: async ({ signal }) => {
      const found = await unwrap(
        client.POST(`${BASE}/containing`, { params: of(project), body: { objects: [...objects] }, signal }),
      )
      return new Map(found.map(({ queueId, count }) => [queueId, count]))
    },
    staleTime: 0,
  })

export const createQueue = (project: string, body: QueueInput) =>
  unwrap(client.POST(BASE, { params: of(project), body }))

export const updateQueue = (project: string, queue: string, body: QueueInput) =>
  unwrap(client.PUT(`${BASE}/{queue_id}`, { params: one(project, queue), body }))

export const deleteQueue = (project: string, queue: string, revision: number) =>
  unwrap(client.DELETE(`${BASE}/{queue_id}`, { params: { ...one(project, queue), query: { revision } } }))

export const findSubjects = (project: string, objects: ObjectRef[]) =>
  unwrap(client.POST(`${BASE}/subjects`, { params: of(project), body: { objects } }))

export const addToQueues = (project: string, queueIds: string[], objects: ObjectRef[]) =>
  unwrap(client.POST(`${BASE}/items`, { params: of(project), body: { queueIds, objects } }))

export const setItemStatus = (project: string, queue: string, ids: string[], status: ItemStatus) =>
  unwrap(
    client.POST(`${BASE}/{queue_id}/items/status`, { params: one(project, queue), body: { ids, status } }),
  )

export const removeItems = (project: string, queue: string, ids: string[]) =>
  unwrap(client.POST(`${BASE}/{queue_id}/items/remove`, { params: one(project, queue), body: { ids } }))

export const restoreItems = (project: string, queue: string, ids: string[]) =>
  unwrap(client.POST(`${BASE}/{queue_id}/items/restore`, { params: one(project, queue), body: { ids } }))

/** Hold the next item that nobody else works on; `again` also offers what the user has skipped. */
export const takeNext = (project: string, queue: string, after?: string, again = false) =>
  unwrap(
    client.POST(`${BASE}/{queue_id}/next`, {
      params: one(project, queue),
      body: { after: after ?? null, again },
    }),
  )

/** Look at an item; who may, holds it as well, if nobody else does. */
export const openItem = (project: string, queue: string, item: string, takeOver = false) =>
  unwrap(
    client.POST(`${BASE}/{queue_id}/items/{queue_item_id}/open`, {
      params: at(project, queue, item),
      body: { takeOver },
    }),
  )

export const lookAtItem = (project: string, queue: string, item: string) =>
  unwrap(client.GET(`${BASE}/{queue_id}/items/{queue_item_id}`, { params: at(project, queue, item) }))

export const renewLock = (project: string, queue: string, item: string) =>
  unwrap(client.PUT(`${BASE}/{queue_id}/items/{queue_item_id}/lock`, { params: at(project, queue, item) }))

/** Let others have the item. It is also sent while the page is being left. */
export const releaseLock = (project: string, queue: string, item: string) =>
  unwrap(
    client.DELETE(`${BASE}/{queue_id}/items/{queue_item_id}/lock`, {
      params: at(project, queue, item),
      keepalive: true,
    }),
  )

export const completeItem = (project: string, queue: string, item: string) =>
  unwrap(
    client.POST(`${BASE}/{queue_id}/items/{queue_item_id}/complete`, { params: at(project, queue, item) }),
  )

/** Pass an item over, and hold the next one. */
export const skipItem = (project: string, queue: string, item: string) =>
  unwrap(client.POST(`${BASE}/{queue_id}/items/{queue_item_id}/skip`, { params: at(project, queue, item) }))

export const unskipItem = (project: string, queue: string, item: string) =>
  unwrap(client.DELETE(`${BASE}/{queue_id}/items/{queue_item_id}/skip`, { params: at(project, queue, item) }))

/** Load everything about the queues of a project anew. */
export const refreshQueues = (queries: QueryClient, project: string) =>
  queries.invalidateQueries({ queryKey: ['queues', project] })
