import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type ItemRow = Schemas['ItemRow']
export type ItemDetail = Schemas['ItemDetail']
export type ItemEdit = Schemas['ItemEdit']
export type ItemVersion = Schemas['ItemVersionRow']
export type DatasetChange = Schemas['DatasetChangeRow']
export type ItemsDone = Schemas['ItemsDone']
export type ItemStatus = ItemRow['status']
export type Deed = Schemas['ItemsDeed']['deed']

export const ITEM_ORDERS = ['created.desc', 'created.asc', 'updated.desc', 'updated.asc'] as const
export type ItemOrder = (typeof ITEM_ORDERS)[number]

/** What the items of a dataset are narrowed by; `at` is the moment whose version is shown. */
export interface ItemFilter {
  q?: string
  status?: ItemStatus
  at?: string
}

const PAGE = 100
/** Versions looked at for one page of changes; an import of many rows is many versions and one change. */
const CHANGES = 1000

const ofDataset = (project: string, dataset: string) => ({
  path: { project_id: project, dataset_id: dataset },
})
const ofItem = (project: string, dataset: string, item: string) => ({
  path: { project_id: project, dataset_id: dataset, item_id: item },
})

/** What everything about the items of a dataset is kept under. */
export const itemsKey = (project: string, dataset: string) => ['dataset-items', project, dataset] as const

export const itemsQuery = (project: string, dataset: string, filter: ItemFilter, order: ItemOrder) =>
  infiniteQueryOptions({
    queryKey: [...itemsKey(project, dataset), 'list', filter, order],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}/items', {
          params: {
            ...ofDataset(project, dataset),
            query: { ...filter, order, offset: pageParam, limit: PAGE },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
    placeholderData: keepPreviousData,
  })

/** One item, now or as it was at a moment. */
export const itemQuery = (project: string, dataset: string, item: string, at?: string) =>
  queryOptions({
    queryKey: [...itemsKey(project, dataset), 'one', item, at ?? ''],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}/items/{item_id}', {
          params: { ...ofItem(project, dataset, item), query: { at } },
          signal,
        }),
      ),
  })

export const versionsQuery = (project: string, dataset: string, item: string) =>
  infiniteQueryOptions({
    queryKey: [...itemsKey(project, dataset), 'versions', item],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}/versions/{item_id}', {
          params: { ...ofItem(project, dataset, item), query: { offset: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
  })

export const changesQuery = (project: string, dataset: string) =>
  infiniteQueryOptions({
    queryKey: [...itemsKey(project, dataset), 'changes'],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}/changes', {
          params: { ...ofDataset(project, dataset), query: { before: pageParam, limit: CHANGES } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextBefore ?? undefined,
  })

/** Change an item; `version` is the one that was on the screen, and 409 says that it is not the newest. */
export const editItem = (
  project: string,
  dataset: string,
  item: string,
  body: ItemEdit,
): Promise<ItemDetail> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/datasets/{dataset_id}/items/{item_id}', {
      params: ofItem(project, dataset, item),
      body,
    }),
  )

/** Archive, activate, delete or restore items; the answer says what to restore to take it back. */
export const doWithItems = (
  project: string,
  dataset: string,
  deed: Deed,
  ids: string[],
  at?: string,
): Promise<ItemsDone> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/deeds', {
      params: ofDataset(project, dataset),
      body: { deed, ids, at },
    }),
  )

export const EXPORT_FORMATS = ['csv', 'jsonl', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Where the browser gets the items that match as a file. */
export function exportUrl(
  project: string,
  dataset: string,
  filter: ItemFilter,
  format: ExportFormat,
): string {
  const search = new URLSearchParams({ format })
  for (const [key, value] of Object.entries(filter)) if (value) search.set(key, value)
  return `/api/app/projects/${encodeURIComponent(project)}/datasets/${encodeURIComponent(dataset)}/export?${search}`
}
