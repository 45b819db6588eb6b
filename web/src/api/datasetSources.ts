import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError, client, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']
export type SourceIds = Schemas['SourceIds']
export type MappingChoice = Schemas['MappingChoice']
export type ProposedItem = Schemas['ProposedItem']
export type AddedItems = Schemas['AddedItems']
export type EditedItem = Schemas['EditedItem']

/** How many traces, observations or sessions can be added at once. */
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

/** So many sources are added by one request: often enough to tell how far it is, and to stop between. */
export const AT_ONCE = 25
/** How many ids one request takes. */
const MAX_IDS = 1_000

/** What became of sources; `left` of them were not looked at, since it was stopped or failed. */
export interface Added extends AddedItems {
  left: number
  error?: Error
}

interface AddOptions {
  repeats?: boolean
  /** Replaces the values of the only item. */
  edited?: EditedItem
  /** Told after each part how many of the sources are done. */
  onProgress?: (done: number) => void
  /** Ends it between two parts. */
  signal?: AbortSignal
}

/** Add the items that the sources make, part by part; what was added stays when a later part fails. */
export async function addSources(
  project: string,
  dataset: string,
  choice: SourceChoice,
  { repeats = false, edited, onProgress, signal }: AddOptions = {},
): Promise<Added> {
  const { sources } = choice
  const all: Added = { created: 0, alreadyThere: 0, refused: [], ids: [], left: sources.length }
  let size = AT_ONCE
  while (all.left > 0 && !signal?.aborted) {
    const done = sources.length - all.left
    const part = sources.slice(done, done + size)
    try {
      const added = await unwrap(
        client.POST('/api/app/projects/{project_id}/dataset-sources/add', {
          params: { path: { project_id: project } },
          body: { ...choice, sources: part, datasetId: dataset, repeats, edited: edited ?? null },
        }),
      )
      all.created += added.created
      all.alreadyThere += added.alreadyThere
      all.refused.push(...added.refused)
      all.ids.push(...added.ids)
    } catch (error) {
      // Sessions of many turns: fewer of them in a request.
      if (error instanceof ApiError && error.field === 'sources' && part.length > 1) {
        size = Math.ceil(part.length / 2)
        continue
      }
      if (done === 0 || !(error instanceof Error)) throw error
      return { ...all, error }
    }
    all.left -= part.length
    onProgress?.(sources.length - all.left)
  }
  return all
}

/** Take items back that were just added. */
export async function removeItems(project: string, dataset: string, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += MAX_IDS) {
    await unwrap(
      client.POST('/api/app/projects/{project_id}/datasets/{dataset_id}/deeds', {
        params: { path: { project_id: project, dataset_id: dataset } },
        body: { deed: 'delete', ids: ids.slice(from, from + MAX_IDS) },
      }),
    )
  }
}
