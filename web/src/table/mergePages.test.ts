import { expect, it } from 'vitest'
import { mergePages } from './mergePages'

const row = (id: string, name = id) => ({ id, name })
const page = (ids: string[], nextCursor: string | null = 'more') => ({
  items: ids.map((id) => row(id)),
  total: 9,
  nextCursor,
})
const idOf = (one: { id: string }) => one.id
const empty = { pages: [page([], null)], pageParams: [0] }
const loaded = { pages: [page(['c', 'b']), page(['a'], null)], pageParams: [0, 1] }

it('puts new traces on top and renews known ones in place', () => {
  const fresh = { ...page(['d', 'c']), items: [row('d'), row('c', 'renamed')] }
  const merge = mergePages(loaded, fresh, true, idOf)
  expect(merge.data.pages.map((one) => one.items.map((item) => item.name))).toEqual([
    ['d', 'renamed', 'b'],
    ['a'],
  ])
  expect(merge.unseen).toEqual(['d'])
  expect(merge.hasGap).toBe(false)
})

it('only counts new traces while the reader is further down', () => {
  const merge = mergePages(loaded, page(['e', 'd', 'c']), false, idOf)
  expect(merge.data.pages[0]?.items.map((item) => item.id)).toEqual(['c', 'b'])
  expect(merge.unseen).toEqual(['e', 'd'])
})

it('notices when more arrived than one page holds', () => {
  expect(mergePages(loaded, page(['y', 'x']), true, idOf).hasGap).toBe(true)
  expect(mergePages(empty, page(['y', 'x']), true, idOf).hasGap).toBe(false)
})
