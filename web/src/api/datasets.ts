import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type DatasetRow = Schemas['DatasetRow']
export type DatasetDetail = Schemas['DatasetDetail']
export type DatasetFolder = Schemas['DatasetFolder']
export type DatasetPage = Schemas['DatasetPage']
export type NewDataset = Schemas['NewDataset']
export type DatasetEdit = Partial<Schemas['DatasetEdit']>
export type NewItem = Schemas['NewItem']
export type WrittenItems = Schemas['WrittenItems']

const PAGE = 50

const inProject = (project: string) => ({ path: { project_id: project } })
const ofDataset = (project: string, dataset: string) => ({
  path: { project_id: project, dataset_id: dataset },
})

/** Datasets by name, page by page: all whose name or description holds `q`, or what is directly in `folder`. */
export const datasetsQuery = (project: string, { q = '', folder }: { q?: string; folder?: string } = {}) =>
  infiniteQueryOptions({
    queryKey: ['datasets', project, 'list', q, folder],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets', {
          params: { ...inProject(project), query: { q, folder, offset: pageParam, limit: PAGE } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
    placeholderData: keepPreviousData,
  })

export const datasetQuery = (project: string, dataset: string) =>
  queryOptions({
    queryKey: ['datasets', project, 'one', dataset],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}', {
          params: ofDataset(project, dataset),
          signal,
        }),
      ),
  })

export const createDataset = (project: string, body: NewDataset): Promise<DatasetDetail> =>
  unwrap(client.POST('/api/app/projects/{project_id}/datasets', { params: inProject(project), body }))

export const editDataset = (project: string, dataset: string, body: DatasetEdit): Promise<DatasetDetail> =>
  unwrap(
    client.PATCH('/api/app/projects/{project_id}/datasets/{dataset_id}', {
      params: ofDataset(project, dataset),
      // What is left out stays.
      body: body as Schemas['DatasetEdit'],
    }),
  )

export async function deleteDataset(project: string, dataset: string): Promise<void> {
  await unwrap(
    client.DELETE('/api/app/projects/{project_id}/datasets/{dataset_id}', {
      params: ofDataset(project, dataset),
    }),
  )
}

/** Make items, or change those whose ids the dataset has; with `dryRun` only judge them. */
export const writeItems = (
  project: string,
  dataset: string,
  items: NewItem[],
  dryRun = false,
): Promise<WrittenItems> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/items', {
      params: ofDataset(project, dataset),
      body: { items, dryRun },
    }),
  )

export const duplicateDataset = (project: string, dataset: string, name: string): Promise<DatasetDetail> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/copies', {
      params: ofDataset(project, dataset),
      body: { name },
    }),
  )

/** A schema that all samples fit. */
export const inferSchema = async (project: string, samples: unknown[]): Promise<Record<string, unknown>> => {
  const { jsonSchema } = await unwrap(
    client.POST('/api/app/projects/{project_id}/dataset-schemas', {
      params: inProject(project),
      body: { samples },
    }),
  )
  return jsonSchema
}

/** Schemas that the newest items fit. */
export const inferSchemas = (project: string, dataset: string) =>
  unwrap(
    client.GET('/api/app/projects/{project_id}/datasets/{dataset_id}/inferred-schemas', {
      params: ofDataset(project, dataset),
    }),
  )

export type SchemaFit = Schemas['SchemaFit']

/** How many items would not fit these schemas, and which. */
export const fitQuery = (
  project: string,
  dataset: string,
  schemas: { inputSchema: unknown; expectedOutputSchema: unknown },
) =>
  queryOptions({
    queryKey: ['datasets', project, 'fit', dataset, schemas],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/schema-fit', {
          params: ofDataset(project, dataset),
          body: schemas,
          signal,
        }),
      ),
    retry: false,
  })
