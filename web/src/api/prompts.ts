import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type RangeText, resolve } from '../time/range'
import { client, unwrap } from './client'
import type { components, operations } from './schema'

type Schemas = components['schemas']

export type PromptFolderLine = Schemas['PromptFolderLine']
export type PromptLine = Schemas['PromptLine']
/** A line of the library. */
export type PromptEntry = PromptFolderLine | PromptLine
export type PromptOverview = Schemas['PromptOverviewView']
export type PromptVersionLine = Schemas['PromptVersionLine']
export type PromptVersion = Schemas['PromptVersionView']
export type PromptLabelRef = Schemas['PromptLabelRef']
export type PromptReference = Schemas['PromptReferenceView']
export type PromptType = PromptLine['type']
export type PromptOrder = NonNullable<NonNullable<operations['listPrompts']['parameters']['query']>['order']>

export { LATEST, PRODUCTION } from './promptLabels'

const PAGE = 50
const VERSIONS_PAGE = 100

/** What the library is narrowed by. */
export interface LibraryFilter {
  folder?: string
  q?: string
  type?: PromptType[]
  tag?: string[]
  label?: string[]
}

const path = (project: string) => ({ path: { project_id: project } })

/** Everything that is kept of a project's prompts; what to invalidate after a change. */
export const promptsKey = (project: string) => ['prompts', project] as const

/** Folders and prompts, page by page, with their uses in a time range. */
export const promptsQuery = (project: string, filter: LibraryFilter, order: PromptOrder, range: RangeText) =>
  infiniteQueryOptions({
    queryKey: [...promptsKey(project), 'list', filter, order, range],
    queryFn: ({ pageParam, signal }) => {
      const { from, to } = resolve(range, new Date())
      const uses = { from: from?.toISOString(), to: to?.toISOString() }
      return unwrap(
        client.GET('/api/app/projects/{project_id}/prompts', {
          params: { ...path(project), query: { ...filter, ...uses, order, offset: pageParam, limit: PAGE } },
          signal,
        }),
      )
    },
    initialPageParam: 0,
    getNextPageParam: (last, _pages, offset) => (offset + PAGE < last.total ? offset + PAGE : undefined),
    placeholderData: keepPreviousData,
  })

/** Tags, labels and types with how many prompts have them. */
export const promptFacetsQuery = (project: string) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'facets'],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/api/app/projects/{project_id}/prompts/facets', { params: path(project), signal })),
    staleTime: 30_000,
  })

/** What all versions of a prompt share, asked for now. */
export const fetchPrompt = (project: string, name: string, signal?: AbortSignal): Promise<PromptOverview> =>
  unwrap(
    client.GET('/api/app/projects/{project_id}/prompts/overview', {
      params: { ...path(project), query: { name } },
      signal,
    }),
  )

/** The same, kept. */
export const promptQuery = (project: string, name: string) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'overview', name],
    queryFn: ({ signal }) => fetchPrompt(project, name, signal),
  })

/** The versions of a prompt without their texts, newest first, page by page. */
export const promptVersionsQuery = (project: string, name: string) =>
  infiniteQueryOptions({
    queryKey: [...promptsKey(project), 'versions', name],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/versions', {
          params: { ...path(project), query: { name, before: pageParam, limit: VERSIONS_PAGE } },
          signal,
        }),
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last) =>
      last.items.length === VERSIONS_PAGE ? last.items.at(-1)?.version : undefined,
  })

/** Which version: by number or label, else the latest. */
export interface VersionChoice {
  version?: number
  label?: string
}

/** One version with its text. */
export const promptVersionQuery = (project: string, name: string, choice: VersionChoice) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'version', name, choice],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/version', {
          params: { ...path(project), query: { name, ...choice } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
