import { SCOPES, type Scope } from '../../api/models'
import { text } from '../../app/search'

export interface ModelsSearch {
  scope?: Scope
  q?: string
  /** Id of the definition whose details are open. */
  open?: string
}

export function validateModels(search: Record<string, unknown>): ModelsSearch {
  const scope = SCOPES.find((one) => one === text(search.scope))
  return {
    scope: scope === 'all' ? undefined : scope,
    q: text(search.q) || undefined,
    open: text(search.open) || undefined,
  }
}
