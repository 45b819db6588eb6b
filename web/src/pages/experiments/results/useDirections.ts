import { useLocalStorage } from '@mantine/hooks'
import { useCallback, useMemo } from 'react'

/** Scores of which less is better, as the reader has said; kept in the browser, for all comparisons of a project. */
export function useDirections(project: string): {
  lower: ReadonlySet<string>
  toggle: (name: string) => void
} {
  const [names, store] = useLocalStorage<string[]>({
    key: `sidelight-lower-is-better-${project}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  })
  const lower = useMemo(() => new Set(names), [names])
  const toggle = useCallback(
    (name: string) =>
      store((old) => (old.includes(name) ? old.filter((one) => one !== name) : [...old, name])),
    [store],
  )
  return { lower, toggle }
}
