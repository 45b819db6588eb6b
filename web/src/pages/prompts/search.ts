import type { ObservationOrder } from '../../api/lists'
import type { PromptOrder, PromptType } from '../../api/prompts'
import { flag, list, text } from '../../app/search'
import { isRange } from '../../time/range'

const PROMPT_ORDERS = ['name.asc', 'name.desc', 'updated.desc', 'used.desc', 'generations.desc'] as const
const PROMPT_TABS = ['prompt', 'composition', 'diff', 'use', 'generations', 'metrics', 'comments'] as const
export type PromptTab = (typeof PROMPT_TABS)[number]
/** In which time uses of prompts count unless another is chosen. */
export const USES_RANGE = '30d'

const GENERATION_ORDERS: readonly ObservationOrder[] = [
  'time.asc',
  'duration.desc',
  'ttft.desc',
  'tokens.desc',
  'cost.desc',
]
const TYPES: readonly PromptType[] = ['text', 'chat']

/** The search parameters of the library. */
export interface PromptsSearch {
  folder?: string
  q?: string
  type?: PromptType[]
  tag?: string[]
  label?: string[]
  order?: PromptOrder
  /** In which time uses count. */
  range?: string
}

export function validatePrompts(search: Record<string, unknown>): PromptsSearch {
  const order = PROMPT_ORDERS.find((one) => one === search.order)
  const types = TYPES.filter((one) => list(search.type)?.includes(one))
  return {
    folder: text(search.folder).replace(/^\/+|\/+$/g, '') || undefined,
    q: text(search.q) || undefined,
    type: types.length ? types : undefined,
    tag: list(search.tag),
    label: list(search.label),
    order: order === PROMPT_ORDERS[0] ? undefined : order,
    range: usesRange(search.range),
  }
}

/** The search parameters of a prompt. */
export interface PromptSearch {
  /** The shown version; the latest without it. */
  version?: number
  /** The shown version by a label, as long as no number is given. */
  label?: string
  tab?: PromptTab
  /** Whether the texts of included prompts are put in. */
  resolved?: true
  /** The version that the shown one is compared with; the one before it without. */
  against?: number
  range?: string
  /** The comment to show on the tab of comments. */
  comment?: string
  /** Of the generations. */
  order?: ObservationOrder
  /** Whether the generations of all versions are shown. */
  every?: true
}

export function validatePrompt(search: Record<string, unknown>): PromptSearch {
  const tab = PROMPT_TABS.find((one) => one === search.tab)
  const version = versionNumber(search.version)
  return {
    version,
    label: version === undefined ? text(search.label) || undefined : undefined,
    tab: tab === 'prompt' ? undefined : tab,
    resolved: flag(search.resolved),
    against: versionNumber(search.against),
    comment: text(search.comment) || undefined,
    range: usesRange(search.range),
    order: GENERATION_ORDERS.find((one) => one === search.order),
    every: flag(search.every),
  }
}

const usesRange = (value: unknown): string | undefined =>
  isRange(value) && value !== USES_RANGE ? value : undefined

function versionNumber(value: unknown): number | undefined {
  const number = Number(typeof value === 'number' ? value : text(value))
  return Number.isInteger(number) && number > 0 && number < 2 ** 31 ? number : undefined
}
