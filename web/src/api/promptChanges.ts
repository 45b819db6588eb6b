import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError, client, unwrap } from './client'
import { type PromptVersion, promptsKey } from './prompts'
import type { components } from './schema'

type Schemas = components['schemas']

export type PromptDraftInput = Schemas['PromptDraft']
export type NewPromptVersion = Schemas['CreatePromptVersion']
export type PromptPreview = Schemas['PromptPreviewView']
export type Composition = Schemas['CompositionView']
export type Referable = Schemas['ReferableView']
export type CompositionLine = Schemas['CompositionLineView']
export type ProtectedLabel = Schemas['ProtectedLabelView']

const path = (project: string) => ({ path: { project_id: project } })

/** Somebody saved a version meanwhile: the newest one, to compare with. */
export class PromptTaken extends ApiError {
  readonly latest: PromptVersion

  constructor(detail: Schemas['PromptConflictDetail']) {
    super(409, detail)
    this.latest = detail.latest
  }
}

/** Stores a version; throws `PromptTaken` when there is one after `baseVersion`. */
export async function createPromptVersion(project: string, body: NewPromptVersion): Promise<PromptVersion> {
  const request = client.POST('/api/app/projects/{project_id}/prompts', { params: path(project), body })
  const answer = await request.catch(() => undefined)
  if (answer?.response.status === 409 && answer.error && 'latest' in answer.error)
    throw new PromptTaken(answer.error as Schemas['PromptConflictDetail'])
  return unwrap(request)
}

/** A draft put together, with everything that keeps it from being saved. */
export const promptPreviewQuery = (project: string, draft: PromptDraftInput) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'preview', draft],
    queryFn: ({ signal }) =>
      unwrap(
        client.POST('/api/app/projects/{project_id}/prompts/preview', {
          params: path(project),
          body: draft,
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: true,
    gcTime: 10_000,
  })

/** What a version includes and what includes it. */
export const compositionQuery = (project: string, name: string, version: number) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'composition', name, version],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/composition', {
          params: { ...path(project), query: { name, version } },
          signal,
        }),
      ),
  })

/** Labels that only admins and owners may move. */
export const protectedLabelsQuery = (project: string) =>
  queryOptions({
    queryKey: ['protected-prompt-labels', project],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/protected-prompt-labels', {
          params: path(project),
          signal,
        }),
      ),
  })

export const protectLabel = (project: string, label: string) =>
  unwrap(
    client.POST('/api/app/projects/{project_id}/protected-prompt-labels', {
      params: path(project),
      body: { label },
    }),
  )

export const unprotectLabel = (project: string, label: string) =>
  unwrap(
    client.DELETE('/api/app/projects/{project_id}/protected-prompt-labels', {
      params: { ...path(project), query: { label } },
    }),
  )

/** Prompts whose text can be put into others, by part of a name. */
export const referableQuery = (project: string, q: string) =>
  queryOptions({
    queryKey: [...promptsKey(project), 'referable', q],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/api/app/projects/{project_id}/prompts/referable', {
          params: { ...path(project), query: { q } },
          signal,
        }),
      ),
    staleTime: 10_000,
  })
