import type { PromptDraftInput } from '../../../api/promptChanges'
import type { PromptType, PromptVersion } from '../../../api/prompts'

/** An entry of a chat that is being written; `key` tells it from others while they move. */
export type DraftEntry =
  | { key: string; kind: 'message'; role: string; content: string; rest: Record<string, unknown> }
  | { key: string; kind: 'placeholder'; name: string }

/** A version that is being written. Text and messages are kept side by side, so that changing the type loses nothing. */
export interface Draft {
  name: string
  type: PromptType
  text: string
  entries: DraftEntry[]
  /** JSON as it is typed. */
  config: string
  labels: string[]
  tags: string[]
  message: string
}

export const ROLES = ['system', 'user', 'assistant', 'developer', 'tool'] as const

let made = 0
/** A key that no other entry of this page has. */
export const newKey = (): string => `entry-${++made}`

export const emptyDraft = (): Draft => ({
  name: '',
  type: 'text',
  text: '',
  entries: [],
  config: '',
  labels: [],
  tags: [],
  message: '',
})

/** A draft that begins with a stored version; labels and message are those of the new one, so they are empty. */
export function draftOf(version: PromptVersion, name = version.name): Draft {
  const { prompt, config } = version
  return {
    ...emptyDraft(),
    name,
    type: version.type,
    text: typeof prompt === 'string' ? prompt : '',
    entries: typeof prompt === 'string' ? [] : prompt.map(entryOf),
    config: isEmpty(config) ? '' : JSON.stringify(config, null, 2),
    tags: version.tags,
  }
}

function entryOf(stored: Record<string, unknown>): DraftEntry {
  if (stored.type === 'placeholder') return { key: newKey(), kind: 'placeholder', name: String(stored.name) }
  const { role, content, ...rest } = stored
  return { key: newKey(), kind: 'message', role: String(role), content: String(content), rest }
}

const isEmpty = (config: unknown): boolean =>
  config === null ||
  config === undefined ||
  (typeof config === 'object' && Object.keys(config as object).length === 0)

/** The body as the API takes it. */
export const bodyOf = (draft: Draft): PromptDraftInput['prompt'] =>
  draft.type === 'text'
    ? draft.text
    : draft.entries.map((entry) =>
        entry.kind === 'placeholder'
          ? { type: 'placeholder' as const, name: entry.name }
          : { ...entry.rest, role: entry.role, content: entry.content },
      )

/** The config as a value; undefined while it is no JSON. */
export function configOf(text: string): { value: unknown } | undefined {
  if (!text.trim()) return { value: {} }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** What the API takes. A config that is no JSON yet is left out. */
export const inputOf = (draft: Draft): PromptDraftInput => ({
  name: draft.name.trim(),
  prompt: bodyOf(draft),
  config: configOf(draft.config)?.value ?? {},
  labels: draft.labels,
  tags: draft.tags,
  commitMessage: draft.message.trim(),
})

/** Whether two drafts would store the same. */
export const isSame = (a: Draft, b: Draft): boolean =>
  JSON.stringify(inputOf(a)) === JSON.stringify(inputOf(b)) && a.config.trim() === b.config.trim()

/** Tags as they are now with what was changed of them in a draft that began with `before`. */
export const rebasedTags = (before: readonly string[], ours: readonly string[], now: readonly string[]) => [
  ...now.filter((tag) => ours.includes(tag) || !before.includes(tag)),
  ...ours.filter((tag) => !before.includes(tag) && !now.includes(tag)),
]

/** The other type; what was written is taken along the first time. */
export function withType(draft: Draft, type: PromptType): Draft {
  if (type === 'chat' && draft.entries.length === 0)
    return { ...draft, type, entries: [newMessage('system', draft.text)] }
  if (type === 'text' && !draft.text)
    return {
      ...draft,
      type,
      text: draft.entries
        .flatMap((entry) => (entry.kind === 'message' && entry.content ? [entry.content] : []))
        .join('\n\n'),
    }
  return { ...draft, type }
}

export const newMessage = (role: string, content = ''): DraftEntry => ({
  key: newKey(),
  kind: 'message',
  role,
  content,
  rest: {},
})

/** The role that most likely comes next in a chat. */
export function nextRole(entries: readonly DraftEntry[]): string {
  const last = entries.findLast((entry) => entry.kind === 'message')
  if (last?.kind !== 'message') return 'system'
  return last.role === 'user' ? 'assistant' : 'user'
}

/** The entries with one moved by some places; as they are when it cannot go there. */
export function moved(entries: readonly DraftEntry[], key: string, by: number): DraftEntry[] {
  const from = entries.findIndex((entry) => entry.key === key)
  const to = from + by
  const entry = entries[from]
  if (!entry || to < 0 || to >= entries.length) return [...entries]
  const rest = entries.filter((one) => one.key !== key)
  return [...rest.slice(0, to), entry, ...rest.slice(to)]
}

export type DraftProblems = Partial<
  Record<'name' | 'prompt' | 'config', 'missing' | 'json' | 'role' | 'placeholder'>
>

/** What is known to be wrong without asking the server. */
export function problemsOf(draft: Draft): DraftProblems {
  const problems: DraftProblems = {}
  if (!draft.name.trim()) problems.name = 'missing'
  if (draft.type === 'text' ? !draft.text.trim() : draft.entries.length === 0) problems.prompt = 'missing'
  else if (draft.type === 'chat') {
    if (draft.entries.some((entry) => entry.kind === 'message' && !entry.role.trim()))
      problems.prompt = 'role'
    if (draft.entries.some((entry) => entry.kind === 'placeholder' && !entry.name.trim()))
      problems.prompt = 'placeholder'
  }
  if (!configOf(draft.config)) problems.config = 'json'
  return problems
}
