import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/account'
import type { ProjectRef } from '../api/types'
import { useProjectId } from './useProjectId'

export type Role = ProjectRef['role']

const ORDER: readonly Role[] = ['viewer', 'member', 'admin', 'owner']

/** The user's role in the open project; undefined while it is not known. */
export function useRole(): Role | undefined {
  const project = useProjectId()
  const { data: me } = useQuery(meQuery)
  return me?.projects.find((one) => one.id === project)?.role
}

/** Whether a role includes another. */
export const reaches = (role: Role | undefined, needed: Role): boolean =>
  role !== undefined && ORDER.indexOf(role) >= ORDER.indexOf(needed)

/** Whether the user's role in the open project includes `needed`. What is not possible is not offered. */
export function useMay(needed: Role): boolean {
  return reaches(useRole(), needed)
}
