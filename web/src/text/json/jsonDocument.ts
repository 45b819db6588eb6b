import { ExactNumber, parseExactly } from '../exactNumbers'

/** A line of a JSON tree. */
export interface JsonRow {
  /** Where it is, as JSONPath: `$.messages[0].content`. */
  path: string
  depth: number
  /** Name or index in what holds it; `''` at the top. */
  key: string
  isIndex: boolean
  value: unknown
  /** Number of things in it; -1 when it can hold none. */
  count: number
  isOpen: boolean
  /** A text that is JSON itself, shown as what it says. */
  isEmbedded: boolean
  /** More than 0: the line stands for that many further things of `path`, which were not listed. */
  more: number
}

export interface JsonMatch {
  path: string
  /** Paths of everything around it, outermost first. */
  above: string[]
}

/** So many children of one node are listed at first; each click lists as many again. */
export const CHILDREN_STEP = 2_000
const MAX_EMBEDDED_CHARACTERS = 500_000
const MAX_MATCHES = 1_000
const ALMOST_NOTHING = 8

/** A parsed JSON document, ready to be listed line by line: nothing is walked that is not open. */
export class JsonDocument {
  private readonly embedded = new Map<string, unknown>()

  constructor(readonly value: unknown) {}

  /** What a value holds: itself, or for a text that is JSON, what that says; null for scalars. */
  holderOf(value: unknown): object | null {
    if (value instanceof ExactNumber) return null
    if (typeof value === 'object') return value
    if (typeof value !== 'string' || !looksLikeJson(value)) return null
    let parsed = this.embedded.get(value)
    if (parsed === undefined) {
      parsed = parse(value)
      this.embedded.set(value, parsed)
    }
    return parsed as object | null
  }

  /** The lines to draw, given which nodes are open, and how many children of large ones are listed. */
  rows(opened: ReadonlySet<string>, limits: ReadonlyMap<string, number>): JsonRow[] {
    const rows: JsonRow[] = []
    const add = (value: unknown, key: string, isIndex: boolean, path: string, depth: number): void => {
      const holder = this.holderOf(value)
      const isOpen = holder !== null && opened.has(path)
      rows.push({
        path,
        depth,
        key,
        isIndex,
        value,
        count: holder ? sizeOf(holder) : -1,
        isOpen,
        isEmbedded: holder !== null && typeof value === 'string',
        more: 0,
      })
      if (!holder || !isOpen) return
      const limit = limits.get(path) ?? CHILDREN_STEP
      const listed = eachChild(holder, limit, (child, childKey, isChildIndex) =>
        add(child, childKey, isChildIndex, pathOf(path, childKey, isChildIndex), depth + 1),
      )
      const more = sizeOf(holder) - listed
      if (more > 0) {
        const line = { path, depth: depth + 1, key: '', isIndex: false, value: null, count: -1 }
        rows.push({ ...line, isOpen: false, isEmbedded: false, more })
      }
    }
    add(this.value, '', false, '$', 0)
    return rows
  }

  /** What to open at first: level by level, as long as no more than `budget` lines come of it. */
  openedAtFirst(budget: number): Set<string> {
    const opened = new Set<string>()
    let lines = 1
    let level: { holder: object; path: string }[] = []
    const top = this.holderOf(this.value)
    if (top) level.push({ holder: top, path: '$' })
    while (level.length > 0) {
      const next: typeof level = []
      for (const { holder, path } of level) {
        const size = sizeOf(holder)
        // Where almost nothing is open yet, a long list is what the document is about.
        if (lines + size > budget && lines > ALMOST_NOTHING) continue
        opened.add(path)
        lines += Math.min(size, CHILDREN_STEP)
        eachChild(holder, budget, (child, key, isIndex) => {
          // A text that is JSON opens on demand: what was sent is a text.
          if (typeof child !== 'object' || child === null || child instanceof ExactNumber) return
          next.push({ holder: child, path: pathOf(path, key, isIndex) })
        })
      }
      level = next
    }
    return opened
  }

  /** Whether all of it, everything open, takes no more than so many lines. */
  fitsInto(lines: number): boolean {
    let count = 0
    this.walk(() => {
      count += 1
      return count <= lines
    })
    return count <= lines
  }

  /** Every node that can be opened, as long as no more than `budget` lines come of it. */
  everything(budget: number): Set<string> {
    const opened = new Set<string>()
    let lines = 0
    this.walk((path, holder) => {
      lines += 1
      if (holder) opened.add(path)
      return lines < budget
    })
    return opened
  }

  /** Lines whose key or value contains the text, in order; at most 1,000. */
  find(text: string): JsonMatch[] {
    const wanted = text.toLowerCase()
    const found: JsonMatch[] = []
    if (!wanted) return found
    this.walk((path, holder, key, value, above) => {
      const isMatch =
        key.toLowerCase().includes(wanted) || (!holder && scalarText(value).toLowerCase().includes(wanted))
      if (isMatch) found.push({ path, above: [...above] })
      return found.length < MAX_MATCHES
    })
    return found
  }

  /** Visits all lines in order until told to stop. */
  private walk(
    visit: (path: string, holder: object | null, key: string, value: unknown, above: string[]) => boolean,
  ): void {
    const above: string[] = []
    const go = (value: unknown, key: string, path: string): boolean => {
      const holder = this.holderOf(value)
      if (!visit(path, holder, key, value, above)) return false
      if (!holder) return true
      above.push(path)
      let goOn = true
      eachChild(holder, Number.POSITIVE_INFINITY, (child, childKey, isIndex) => {
        if (goOn) goOn = go(child, isIndex ? '' : childKey, pathOf(path, childKey, isIndex))
      })
      above.pop()
      return goOn
    }
    go(this.value, '', '$')
  }
}

/** A value as a line shows it, without quotes. */
function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : String(value)
}

function looksLikeJson(text: string): boolean {
  if (text.length < 2 || text.length > MAX_EMBEDDED_CHARACTERS) return false
  const first = text[0]
  const last = text[text.length - 1]
  return (first === '{' && last === '}') || (first === '[' && last === ']')
}

function parse(text: string): object | null {
  try {
    return parseExactly(text) as object
  } catch {
    return null
  }
}

function sizeOf(holder: object): number {
  return Array.isArray(holder) ? holder.length : Object.keys(holder).length
}

/** Calls back for the first children; how many there were. */
function eachChild(
  holder: object,
  limit: number,
  each: (value: unknown, key: string, isIndex: boolean) => void,
): number {
  if (Array.isArray(holder)) {
    const end = Math.min(holder.length, limit)
    for (let index = 0; index < end; index += 1) each(holder[index], String(index), true)
    return end
  }
  const keys = Object.keys(holder)
  const end = Math.min(keys.length, limit)
  for (let at = 0; at < end; at += 1) {
    const key = keys[at] as string
    each((holder as Record<string, unknown>)[key], key, false)
  }
  return end
}

function pathOf(above: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${above}[${key}]`
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${above}.${key}` : `${above}[${JSON.stringify(key)}]`
}
