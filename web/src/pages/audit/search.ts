import type { AuditSearch } from '../../api/audit'
import { text } from '../../app/search'
import { isRange } from '../../time/range'

export function validateAudit(search: Record<string, unknown>): AuditSearch {
  const range = text(search.range)
  return {
    author: text(search.author) || undefined,
    kind: text(search.kind) || undefined,
    action: text(search.action) || undefined,
    resource: text(search.resource) || undefined,
    range: isRange(range) && range !== 'all' ? range : undefined,
    open: text(search.open) || undefined,
  }
}
