import { beforeEach, expect, it, vi } from 'vitest'
import { ApiError, client } from './client'
import { AT_ONCE, addSources, WHOLE } from './datasetSources'

vi.hoisted(() => vi.stubGlobal('location', { origin: 'http://sidelight' }))
vi.mock('./client', async (original) => ({
  ...(await original<typeof import('./client')>()),
  client: { POST: vi.fn() },
  unwrap: async (request: Promise<{ data: unknown }>) => (await request).data,
}))

const post = vi.mocked(client.POST as (path: string, init: { body: { sources: unknown[] } }) => unknown)
const choice = {
  sources: Array.from({ length: 2 * AT_ONCE + 1 }, (_, n) => ({ traceId: `t${n}` })),
  byTurn: true,
  mapping: WHOLE,
}
const answer = (sources: unknown[]) => ({
  data: { created: sources.length, alreadyThere: 0, refused: [], ids: sources.map(() => 'id') },
})

beforeEach(() => {
  post.mockReset()
  post.mockImplementation((_path, { body }) => Promise.resolve(answer(body.sources)))
})

it('adds part by part and tells how far it is', async () => {
  const told: number[] = []
  const added = await addSources('p', 'd', choice, { onProgress: (done) => told.push(done) })
  expect(told).toEqual([AT_ONCE, 2 * AT_ONCE, 2 * AT_ONCE + 1])
  expect(added).toMatchObject({ created: 2 * AT_ONCE + 1, left: 0 })
  expect(added.ids).toHaveLength(2 * AT_ONCE + 1)
})

it('stops between two parts', async () => {
  const abort = new AbortController()
  const added = await addSources('p', 'd', choice, { onProgress: () => abort.abort(), signal: abort.signal })
  expect(added).toMatchObject({ created: AT_ONCE, left: AT_ONCE + 1 })
})

it('keeps what is there when a later part fails, and fails when the first does', async () => {
  post.mockImplementationOnce((_path, { body }) => Promise.resolve(answer(body.sources)))
  post.mockImplementationOnce(() => Promise.reject(new Error('gone')))
  expect(await addSources('p', 'd', choice)).toMatchObject({
    created: AT_ONCE,
    left: AT_ONCE + 1,
    error: new Error('gone'),
  })
  post.mockImplementationOnce(() => Promise.reject(new Error('gone')))
  await expect(addSources('p', 'd', choice)).rejects.toThrow('gone')
})

it('asks for fewer at once where they hold more turns than a request takes', async () => {
  const refused = new ApiError(422, { message: 'too many turns', hint: '', field: 'sources' })
  post.mockImplementation((_path, { body }) =>
    body.sources.length > 5 ? Promise.reject(refused) : Promise.resolve(answer(body.sources)),
  )
  expect(await addSources('p', 'd', choice)).toMatchObject({ created: 2 * AT_ONCE + 1, left: 0 })
  post.mockImplementation(() => Promise.reject(refused))
  await expect(addSources('p', 'd', choice)).rejects.toBe(refused)
})
