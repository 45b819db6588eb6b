import { useLocalStorage } from '@mantine/hooks'

/** A dataset that something was added to from this browser. */
export interface RecentDataset {
  id: string
  name: string
}

const KEPT = 5

interface Recent {
  recent: RecentDataset[]
  remember: (used: RecentDataset) => void
  forget: (id: string) => void
}

/** The datasets of a project that were added to last, latest first. */
export function useRecent(project: string): Recent {
  const [recent, setRecent] = useLocalStorage<RecentDataset[]>({
    key: `sidelight-datasets-${project}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  return {
    recent,
    remember: (used) => setRecent((old) => [used, ...old.filter(({ id }) => id !== used.id)].slice(0, KEPT)),
    forget: (id) => setRecent((old) => old.filter((one) => one.id !== id)),
  }
}

/** Recently used ones first, then the others in their order; each once, and under its name of now. */
export function recentFirst<T extends RecentDataset>(
  datasets: readonly T[],
  recent: readonly RecentDataset[],
): T[] {
  const known = new Map(datasets.map((one) => [one.id, one]))
  const first = recent.flatMap(({ id }) => known.get(id) ?? [])
  const used = new Set(first.map(({ id }) => id))
  return [...first, ...datasets.filter(({ id }) => !used.has(id))]
}
