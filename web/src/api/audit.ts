import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { stringifySearch } from '../app/search'
import { resolve } from '../time/range'
import { client, unwrap } from './client'
import type { components } from './schema'

export type AuditRow = components['schemas']['AuditRow']

/** Whose log is read. */
export interface AuditScope {
  kind: 'project' | 'organization'
  id: string
}

/** What the log is narrowed by, as the URL holds it. */
export interface AuditSearch {
  author?: string
  kind?: string
  action?: string
  resource?: string
  range?: string
  /** Id of the entry that is open. */
  open?: string
}

const narrowing = ({ author, kind, action, resource, range = 'all' }: AuditSearch) => {
  const { from, to } = resolve(range, new Date())
  return {
    author: author ? [author] : undefined,
    kind: kind ? [kind] : undefined,
    action: action ? [action] : undefined,
    resource,
    from: from?.toISOString(),
    to: to?.toISOString(),
  }
}

const narrows = ({ open, ...search }: AuditSearch) => search

export const auditQuery = (scope: AuditScope, search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', scope.kind, scope.id, narrows(search)],
    queryFn: ({ signal, pageParam }) => {
      const query = { ...narrowing(search), cursor: pageParam, limit: 50 }
      return unwrap(
        scope.kind === 'project'
          ? client.GET('/api/app/projects/{project_id}/audit', {
              params: { path: { project_id: scope.id }, query },
              signal,
            })
          : client.GET('/api/app/organizations/{organization_id}/audit', {
              params: { path: { organization_id: scope.id }, query },
              signal,
            }),
      )
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const auditFacetsQuery = (scope: AuditScope) =>
  queryOptions({
    queryKey: ['audit', scope.kind, scope.id, 'facets'],
    queryFn: ({ signal }) =>
      unwrap(
        scope.kind === 'project'
          ? client.GET('/api/app/projects/{project_id}/audit/facets', {
              params: { path: { project_id: scope.id } },
              signal,
            })
          : client.GET('/api/app/organizations/{organization_id}/audit/facets', {
              params: { path: { organization_id: scope.id } },
              signal,
            }),
      ),
  })

/** Where the browser downloads what is shown, all pages of it. */
export function auditExportUrl(scope: AuditScope, search: AuditSearch, format: 'csv' | 'jsonl'): string {
  const place = scope.kind === 'project' ? 'projects' : 'organizations'
  const query = stringifySearch({ ...narrowing(search), format })
  return `/api/app/${place}/${encodeURIComponent(scope.id)}/audit/export${query}`
}
