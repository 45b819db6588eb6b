import { list, text } from '../../../app/search'

/** How many experiments stand side by side at most: the server's own limit. */
export const MOST_COMPARED = 10

export const SHOWN = ['worse', 'better', 'errors', 'missing'] as const
export const SORTS = ['order', 'worst', 'best', 'lowest', 'slowest', 'dearest'] as const
export type Shown = (typeof SHOWN)[number]
export type Sort = (typeof SORTS)[number]

/** Everything that a comparison is about, and what it is narrowed to. */
export interface ResultsSearch {
  baseline: string
  /** Those that are compared with it. */
  runs?: string[]
  show?: Shown
  /** What changes are counted by: `score:<name>`, `latency` or `cost`; left out, any score. */
  by?: string
  /** The one experiment that changes are counted of; left out, any. */
  vs?: string
  sort?: Sort
  q?: string
  /** Only items with a score below: `<name>:<number>`. */
  below?: string
  view?: 'charts' | 'none'
  /** The item that is open. */
  item?: string
}

export function validateResults(search: Record<string, unknown>): ResultsSearch {
  const baseline = text(search.baseline)
  // Langfuse separates them by commas; ours repeats the parameter.
  const runs = (list(search.runs) ?? []).flatMap((one) => one.split(',')).filter((one) => one !== '')
  const others = [...new Set(runs)].filter((one) => one !== baseline).slice(0, MOST_COMPARED - 1)
  const [first, ...rest] = baseline ? [baseline, ...others] : others
  const by = text(search.by)
  const view = text(search.view)
  return {
    baseline: first ?? '',
    runs: rest.length ? rest : undefined,
    show: SHOWN.find((one) => one === search.show),
    by: by === 'latency' || by === 'cost' || by.startsWith('score:') ? by : undefined,
    vs: rest.find((one) => one === text(search.vs)),
    sort: SORTS.find((one) => one === search.sort && one !== 'order'),
    q: text(search.q) || undefined,
    below: readBelow(text(search.below)) ? text(search.below) : undefined,
    view: view === 'charts' || view === 'none' ? view : undefined,
    item: text(search.item) || undefined,
  }
}

/** The name and the bound in `<name>:<number>`; null when it is none. */
export function readBelow(written: string): { name: string; bound: number } | null {
  const at = written.lastIndexOf(':')
  const bound = Number(written.slice(at + 1))
  if (at < 1 || written.slice(at + 1).trim() === '' || !Number.isFinite(bound)) return null
  return { name: written.slice(0, at), bound }
}
