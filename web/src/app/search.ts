/**
 * How search parameters are written in the address bar: plain `key=value`, a list as a repeated key, `true` as `1`.
 * Addresses stay readable and can be typed by hand; pages validate what they read.
 */
export type RawSearch = Record<string, string | string[]>

export function parseSearch(text: string): RawSearch {
  const search: RawSearch = {}
  for (const [key, value] of new URLSearchParams(text)) {
    const before = search[key]
    search[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return search
}

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value === undefined || value === null || value === '' || value === false) continue
    for (const item of Array.isArray(value) ? value : [value]) {
      parameters.append(key, item === true ? '1' : String(item))
    }
  }
  const text = parameters.toString()
  return text ? `?${text}` : ''
}

/** The text of a parameter, `''` when it is missing; the first when it is repeated. */
export function text(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : ''
}

/** The values of a repeatable parameter; undefined when there is none, so that it leaves the URL. */
export function list(value: unknown): string[] | undefined {
  const items = (Array.isArray(value) ? value : [value]).filter(
    (item): item is string => typeof item === 'string' && item !== '',
  )
  return items.length ? items : undefined
}

/** Whether a flag is set; undefined when not, so that it leaves the URL. */
export function flag(value: unknown): true | undefined {
  return value === '1' || value === 'true' || value === true ? true : undefined
}

/** What is searched for in a list on one page. */
export const validateFound = (search: Record<string, unknown>): { q?: string } => ({
  q: text(search.q) || undefined,
})
