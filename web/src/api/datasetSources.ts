import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type SourceIds = Schemas['SourceIds']
export type MappingChoice = Schemas['MappingChoice']
export type ProposedItem = Schemas['ProposedItem']
export type AddedItems = Schemas['AddedItems']
export type EditedItem = Schemas['EditedItem']

/** How many traces and observations one request takes. */
export const MAX_SOURCES = 1_000

/** What to make items from, and of which parts. */
export interface SourceChoice {
  sources: SourceIds[]
  byTurn: boolean
  mapping: MappingChoice
}

export const WHOLE: MappingChoice = {
  input: 'all',
  inputPath: '$',
  expectedOutput: 'all',
  expectedOutputPath: '$',
  metadata: 'facts',
}

/** Datasets to choose from, whose names hold `q`, last changed first. */
export const datasetChoiceQuery = (project: string, q = '') =>
  queryOptions({
    queryKey: ['datasets', project, 'choice', q],
    queryFn: async ({ signal }) => {
      const page = await unwrap(
        client.GET('/api/app/projects/{project_id}/datasets', {
          params: { path: { project_id: project }, query: { q, limit: 200 } },
          signal,
        }),
      )
      return page.items.sort((one, other) => other.updatedAt.localeCompare(one.updatedAt))
    },
    placeholderData: keepPreviousData,
  })

/** The first items that the sources make, held to the schemas of a dataset. */
export const proposalsQuery = (project: string, choice: SourceChoice, dataset: string | undefined) =>
  queryOptions({
    queryKey: ['dataset-sources', project, choice, dataset],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/dataset-sources/preview', {
          params: { path: { project_id: project } },
          body: { ...choice, datasetId: dataset ?? null, limit: 5 },
          signal,
        }),
      ),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  })

/** Add the items that the sources make; `edited` replaces the values of the only one. */
export const addSources = (
  project: string,
  dataset: string,
  choice: SourceChoice,
  { repeats = false, edited }: { repeats?: boolean; edited?: EditedItem } = {},
): Promise<AddedItems> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/dataset-sources/add', {
      params: { path: { project_id: project } },
      body: { ...choice, datasetId: dataset, repeats, edited: edited ?? null },
    }),
  )

/** Take items back that were just added. */
export async function removeItems(project: string, dataset: string, ids: string[]): Promise<void> {
  await unwrap(
    client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/deeds', {
      params: { path: { project_id: project, dataset_id: dataset } },
      body: { deed: 'delete', ids },
    }),
  )
}
