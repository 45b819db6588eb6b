import type { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/client'
import { traceQuery } from '../api/trace'
import { lastProject } from './lastProject'

/** The first of the projects that has the trace, the last opened one before the others; '' when none has it. */
export async function projectOfTrace(
  queries: QueryClient,
  projects: readonly { id: string }[],
  trace: string,
): Promise<string> {
  const last = lastProject()
  const ordered = [...projects].sort((one, other) => Number(other.id === last) - Number(one.id === last))
  for (const { id } of ordered) {
    try {
      await queries.fetchQuery({ ...traceQuery(id, trace), retry: false })
      return id
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error
    }
  }
  return ''
}
