import type { ItemStatus, ObjectType } from '../../api/queues'
import { text } from '../../app/search'

export const STATUSES = ['PENDING', 'COMPLETED'] as const satisfies readonly ItemStatus[]
export const TYPES = ['TRACE', 'OBSERVATION', 'SESSION'] as const satisfies readonly ObjectType[]

export interface QueuesSearch {
  /** Part of a name. */
  q?: string
}

export const validateQueues = (search: Record<string, unknown>): QueuesSearch => ({
  q: text(search.q) || undefined,
})

export interface QueueSearch {
  status?: ItemStatus
  type?: ObjectType
  /** Id of the annotator. */
  who?: string
  /** Part of an object's id. */
  q?: string
}

export const validateQueue = (search: Record<string, unknown>): QueueSearch => ({
  status: STATUSES.find((one) => one === search.status),
  type: TYPES.find((one) => one === search.type),
  who: text(search.who) || undefined,
  q: text(search.q) || undefined,
})

export interface ProcessSearch {
  /** The item that is open; without it, the next one is asked for. */
  item?: string
}

export const validateProcess = (search: Record<string, unknown>): ProcessSearch => ({
  item: text(search.item) || undefined,
})
