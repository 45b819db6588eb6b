import { queryOptions } from '@tanstack/react-query'
import { countComments, type ObjectType } from '../api/comments'

interface Asked {
  id: string
  traceId: string
  resolve: (count: number) => void
  reject: (error: unknown) => void
}

const MOST = 500
const waiting = new Map<string, Asked[]>()

/** The count of one object; those asked for in one moment, as the rows of a list, go as one request. */
export const commentCountQuery = (project: string, objectType: ObjectType, id: string, traceId: string) =>
  queryOptions({
    queryKey: ['comments', project, 'count', objectType, traceId, id],
    queryFn: () =>
      new Promise<number>((resolve, reject) => {
        const key = `${project} ${objectType}`
        const asked = waiting.get(key)
        if (asked) asked.push({ id, traceId, resolve, reject })
        else {
          waiting.set(key, [{ id, traceId, resolve, reject }])
          setTimeout(() => void load(project, objectType, key), 10)
        }
      }),
    staleTime: 30_000,
  })

async function load(project: string, objectType: ObjectType, key: string): Promise<void> {
  const asked = waiting.get(key) ?? []
  waiting.delete(key)
  for (let start = 0; start < asked.length; start += MOST) {
    const batch = asked.slice(start, start + MOST)
    try {
      const counts = await countComments(
        project,
        objectType,
        batch.map(({ id, traceId }) => ({ id, traceId })),
      )
      batch.forEach(({ resolve }, index) => {
        resolve(counts[index] ?? 0)
      })
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
}
