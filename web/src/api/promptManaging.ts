import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { resolve } from '../time/range'
import { client, unwrap } from './client'
import { type PromptOverview, promptsKey } from './prompts'
import type { components } from './schema'

type Schemas = components['schemas']

export type PromptImpact = Schemas['PromptImpactView']
export type PromptDependent = Schemas['PromptDependent']
export type PromptMetrics = Schemas['PromptMetricsView']
export type PromotionBreak = Schemas['PromotionBreak']
export type VersionMetrics = Schemas['VersionMetricsView']
export type VersionScore = Schemas['VersionScoreView']
export type Renamed = Schemas['RenamedView']

/** Where labels go; null takes one off. */
export type LabelTargets = Record<string, number | null>

const path = (project: string) => ({ path: { project_id: project } })

/** What depends on a prompt, or on one version of it. */
export const promptImpactQuery = (project: string, name: string, version?: number) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'impact', name, version ?? null],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/impact', {
          params: { ...path(project), query: { name, version } },
          signal,
        }),
      ),
    // What a dialog tells must be true now.
    staleTime: 0,
  })

/** What each version of a prompt did in a range of time. */
export const promptMetricsQuery = (project: string, name: string, range: string) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'metrics', name, range],
    queryFn: ({ signal }) => {
      const { from, to } = resolve(range, new Date())
      return unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/metrics', {
          params: {
            ...path(project),
            query: { name, from: from?.toISOString(), to: to?.toISOString() },
          },
          signal,
        }),
      )
    },
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  })

/** What labels would break where they go. */
export const promotionQuery = (project: string, name: string, labels: LabelTargets) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'promotion', name, labels],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/prompts/labels/preview', {
          params: path(project),
          body: { name, labels },
          signal,
        }),
      ),
    enabled: Object.keys(labels).length > 0,
    // What a dialog tells must be true now.
    staleTime: 0,
    gcTime: 10_000,
  })

export const moveLabels = (
  project: string,
  name: string,
  revision: number,
  labels: LabelTargets,
): Promise<PromptOverview> =>
  unwrap(
    client.PATCH('/api/app/projects/{project_id}/prompts/labels', {
      params: path(project),
      body: { name, revision, labels },
    }),
  )

export const tagPrompt = (
  project: string,
  name: string,
  revision: number,
  tags: string[],
): Promise<PromptOverview> =>
  unwrap(
    client.PUT('/api/app/projects/{project_id}/prompts/tags', {
      params: path(project),
      body: { name, revision, tags },
    }),
  )

/** A new prompt with all versions of another, or with one of them. */
export const copyPrompt = (
  project: string,
  name: string,
  newName: string,
  version?: number,
): Promise<PromptOverview> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/prompts/copy', {
      params: path(project),
      body: { name, newName, version },
    }),
  )

export const renamePrompt = (
  project: string,
  name: string,
  newName: string,
  revision: number,
): Promise<Renamed> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/prompts/rename', {
      params: path(project),
      body: { name, newName, revision },
    }),
  )

export const renameFolder = (project: string, folder: string, newFolder: string): Promise<Renamed> =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/prompts/rename-folder', {
      params: path(project),
      body: { folder, newFolder },
    }),
  )

/** Deletes a version, or the prompt with all its versions. */
export async function deletePrompt(
  project: string,
  name: string,
  revision: number,
  version?: number,
): Promise<void> {
  await unwrap(
    client.DELETE('/api/app/projects/{project_id}/prompts', {
      params: { ...path(project), query: { name, version, revision } },
    }),
  )
}
