import { useLocalStorage } from '@mantine/hooks'
import { useMemo } from 'react'

/** Which columns the reader wants to see; kept in the browser. */
export interface ColumnChoice {
  /** Keys of the columns; undefined while nothing was chosen. */
  keys: readonly string[] | undefined
  /** Names of the scores that have a column. */
  scores: readonly string[]
  /** Take a column in or out, given those that are shown now. */
  toggle: (key: string, shown: readonly string[]) => void
  toggleScore: (name: string) => void
  reset: () => void
}

interface Stored {
  keys?: string[]
  scores?: string[]
}

/** The choice for one list. */
export function useColumns(list: string): ColumnChoice {
  const [stored, store] = useLocalStorage<Stored>({
    key: `sidelight-columns-${list}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  })
  return useMemo(() => {
    const scores = stored.scores ?? []
    return {
      // Scores that have a column are shown whatever else was chosen.
      keys: stored.keys && [...stored.keys, ...scores.map((name) => `score:${name}`)],
      scores,
      toggle: (key, shown) =>
        store({
          ...stored,
          keys: shown.includes(key) ? shown.filter((one) => one !== key) : [...shown, key],
        }),
      toggleScore: (name) =>
        store({
          ...stored,
          scores: scores.includes(name) ? scores.filter((one) => one !== name) : [...scores, name],
        }),
      reset: () => store({}),
    }
  }, [stored, store])
}
