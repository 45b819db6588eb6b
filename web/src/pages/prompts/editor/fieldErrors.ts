import { ApiError } from '../../../api/client'
import { PromptTaken } from '../../../api/promptChanges'
import { t } from '../../../i18n'
import { type Draft, problemsOf } from './draft'

const says = t.promptEditor
const FIELDS = ['name', 'type', 'prompt', 'config', 'labels', 'tags', 'commitMessage'] as const
type Field = (typeof FIELDS)[number]

export type FieldErrors = Partial<Record<Field, string>>

/** What stands under the fields: what is missing once a save was tried, and what the server says against it. */
export function errorsOf(
  draft: Draft,
  isTold: boolean,
  refusal: Error | null,
  found: readonly { field: string; message: string; reference?: unknown }[] = [],
): FieldErrors & { isPlaced?: boolean } {
  const errors: FieldErrors & { isPlaced?: boolean } = {}
  for (const one of found) {
    if (!one.reference && isField(one.field)) errors[one.field] ??= one.message
  }
  const own = problemsOf(draft)
  if (own.config) errors.config = says.invalidJson
  if (isTold) {
    if (own.name) errors.name = says.missingName
    if (own.prompt === 'missing') errors.prompt = says.missingPrompt
    if (own.prompt === 'role') errors.prompt = says.missingRole
    if (own.prompt === 'placeholder') errors.prompt = says.missingPlaceholder
  }
  if (refusal instanceof ApiError && !(refusal instanceof PromptTaken) && isField(refusal.field)) {
    errors[refusal.field] = refusal.message
    errors.isPlaced = true
  }
  if (errors.type) errors.name ??= errors.type
  return errors
}

const isField = (field: string): field is Field => (FIELDS as readonly string[]).includes(field)
