import { useQuery } from '@tanstack/react-query'
import { facetCountsQuery } from '../api/lists'
import type { ListFilter } from '../filters/useFilters'

const MOST = 30

/** Names of the scores that traces or observations have in the range, for columns of their own. */
export function useScoreNames(project: string, view: 'traces' | 'observations', range: string): string[] {
  const filter: ListFilter = { range, conditions: [] }
  const { data } = useQuery(facetCountsQuery(project, view, filter, ['scores_avg', 'score_categories']))
  return [...new Set(data?.flatMap((one) => one.values.map(({ value }) => value)))].slice(0, MOST)
}
