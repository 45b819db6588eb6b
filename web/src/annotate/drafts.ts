import type { SubjectScore } from '../api/types'
import { judge, type Rule } from './judgement'
import { type AnnotationSubject, idsOf } from './subject'

const SAVE_AFTER_MS = 700

/** What a draft is about. */
export interface Target {
  project: string
  subject: AnnotationSubject
  configId: string
  rule: Rule
  queueId?: string
}

/** What somebody typed and the server does not have yet. */
export interface Draft {
  typed: string
  comment: string
  /** `held`: it cannot be saved as it is, and `problem` says why. `failed`: saving it did not work. */
  state: 'waiting' | 'saving' | 'held' | 'failed'
  problem: string
}

export type Deed = { do: 'save'; value: number | string; comment: string } | { do: 'clear'; scoreId: string }

/** Does it; gives the stored score, or null when there is none any more. */
export type Send = (target: Target, deed: Deed) => Promise<SubjectScore | null>

interface DraftOptions {
  /** Where what is not saved yet is kept, and under which name. */
  store: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  name: string
  /** Why a comment without a value is held. */
  needsValue: string
  /** What went wrong, in words. */
  describe: (error: unknown) => string
}

interface Entry {
  target: Target
  /** Of the stored score, `''` when there is none. */
  scoreId: string
  draft: Draft
  /** The number of its last edit, so that the end of a save knows whether it is the last word. */
  edit: number
  timer: ReturnType<typeof setTimeout> | undefined
}

interface Kept {
  target: Target
  scoreId: string
  typed: string
  comment: string
}

/** The key of what a draft is about. */
export function keyOf({
  project,
  subject,
  configId,
}: Pick<Target, 'project' | 'subject' | 'configId'>): string {
  const { traceId, observationId, sessionId } = idsOf(subject)
  return JSON.stringify([project, traceId, observationId, sessionId, configId])
}

/**
 * Saves what people type, by itself, one save after the other for each score. It outlives the page that shows it, and
 * what is not saved yet is kept in the tab: nothing typed is lost by walking on, a failed request or a reload.
 */
export class Drafts {
  #entries = new Map<string, Entry>()
  #saved = new Map<string, number>()
  #sending = new Set<string>()
  #edits = 0
  #listeners = new Set<() => void>()
  #send: Send
  #options: DraftOptions

  constructor(send: Send, options: DraftOptions) {
    this.#send = send
    this.#options = options
    for (const kept of readKept(this.#options.store.getItem(this.#options.name))) {
      this.edit(kept.target, kept.scoreId, kept.typed, kept.comment, 0)
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The draft of a key; undefined when the server has everything. The same object until it changes. */
  get = (key: string): Draft | undefined => this.#entries.get(key)?.draft

  /** How often something of a key was saved since the page was loaded. */
  savedCount = (key: string): number => this.#saved.get(key) ?? 0

  /** What was typed; saved after a pause, or at once with `after` 0. `scoreId` is that of the stored score. */
  edit(target: Target, scoreId: string, typed: string, comment: string, after = SAVE_AFTER_MS): void {
    const key = keyOf(target)
    const before = this.#entries.get(key)
    clearTimeout(before?.timer)
    const entry: Entry = {
      target,
      scoreId: before?.scoreId || scoreId,
      draft: { typed, comment, state: 'waiting', problem: '' },
      edit: ++this.#edits,
      timer: undefined,
    }
    const problem = this.#problemOf(entry)
    if (problem) entry.draft = { ...entry.draft, state: 'held', problem }
    // A save that is under way looks for what came meanwhile when it ends.
    else if (this.#sending.has(key)) entry.draft = { ...entry.draft, state: 'saving' }
    else entry.timer = setTimeout(() => void this.#save(key), after)
    this.#entries.set(key, entry)
    this.#changed()
  }

  /** Saves at once what waits or failed. */
  flush = (key: string): void => {
    const entry = this.#entries.get(key)
    if (!entry || (entry.draft.state !== 'waiting' && entry.draft.state !== 'failed')) return
    clearTimeout(entry.timer)
    void this.#save(key)
  }

  /** Saves everything that failed. */
  retryAll = (): void => {
    for (const [key, entry] of this.#entries) if (entry.draft.state === 'failed') this.flush(key)
  }

  /** Forgets a draft: the stored score counts again. */
  drop(key: string): void {
    clearTimeout(this.#entries.get(key)?.timer)
    this.#entries.delete(key)
    this.#changed()
  }

  /** Why a draft cannot be saved as it is; `''` when it can. */
  #problemOf({ target, draft, scoreId }: Entry): string {
    const judged = judge(target.rule, draft.typed)
    if (judged.kind === 'invalid') return judged.problem
    if (judged.kind === 'empty' && draft.comment.trim() && !scoreId) return this.#options.needsValue
    return ''
  }

  #deedOf({ target, draft, scoreId }: Entry): Deed | null {
    const judged = judge(target.rule, draft.typed)
    if (judged.kind === 'value') return { do: 'save', value: judged.value, comment: draft.comment.trim() }
    return scoreId ? { do: 'clear', scoreId } : null
  }

  async #save(key: string): Promise<void> {
    const entry = this.#entries.get(key)
    if (!entry) return
    const deed = this.#deedOf(entry)
    if (!deed) return this.drop(key)
    const { edit } = entry
    entry.draft = { ...entry.draft, state: 'saving', problem: '' }
    this.#changed()
    this.#sending.add(key)
    let score: SubjectScore | null = null
    try {
      score = await this.#send(entry.target, deed)
    } catch (error) {
      this.#failed(key, error)
      return
    } finally {
      this.#sending.delete(key)
    }
    this.#saved.set(key, this.savedCount(key) + 1)
    const now = this.#entries.get(key)
    if (!now) return
    now.scoreId = score?.id ?? ''
    if (now.edit === edit) this.drop(key)
    else if (now.draft.state === 'held') this.#changed()
    else await this.#save(key)
  }

  #failed(key: string, error: unknown): void {
    const entry = this.#entries.get(key)
    if (!entry) return
    if (entry.draft.state === 'saving') {
      entry.draft = { ...entry.draft, state: 'failed', problem: this.#options.describe(error) }
    }
    this.#changed()
  }

  #changed(): void {
    const kept: Kept[] = Array.from(this.#entries.values(), ({ target, scoreId, draft }) => ({
      target,
      scoreId,
      typed: draft.typed,
      comment: draft.comment,
    }))
    try {
      if (kept.length) this.#options.store.setItem(this.#options.name, JSON.stringify(kept))
      else this.#options.store.removeItem(this.#options.name)
    } catch {
      // The tab's storage is full or forbidden: the drafts live on in memory alone.
    }
    for (const listener of this.#listeners) listener()
  }
}

function readKept(text: string | null): Kept[] {
  if (!text) return []
  try {
    return JSON.parse(text) as Kept[]
  } catch {
    return []
  }
}
