import { EditorField } from '../../editor/EditorField'
import { t } from '../../i18n'

/** The object that a text is as JSON; undefined when it is none. An empty text is an empty object. */
export function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = text.trim() ? JSON.parse(text) : {}
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** How an object stands in the field. */
export const textOf = (value: Record<string, unknown>): string =>
  Object.keys(value).length === 0 ? '' : JSON.stringify(value, null, 2)

interface JsonObjectFieldProps {
  value: string
  description: string
  isReadOnly: boolean
  onChange: (text: string) => void
}

/** Metadata as JSON. */
export function JsonObjectField({ value, description, isReadOnly, onChange }: JsonObjectFieldProps) {
  return (
    <EditorField
      label={t.settings.metadata}
      description={description}
      language="json"
      value={value}
      onChange={onChange}
      isReadOnly={isReadOnly}
      minHeight={96}
      error={objectOf(value) ? undefined : t.settings.metadataInvalid}
    />
  )
}
