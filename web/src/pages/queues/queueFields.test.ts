import { expect, test } from 'vitest'
import { EMPTY, merge, type QueueFields } from './queueFields'

const base: QueueFields = { ...EMPTY, name: 'Tone', description: 'Read all.', assigneeIds: ['ada', 'eve'] }

test('what only one of two changed is kept, whoever it was', () => {
  const found = merge(base, { ...base, name: 'Mood' }, { ...base, description: 'Read.' })
  expect(found.fields).toEqual({ ...base, name: 'Mood', description: 'Read.' })
  expect(found.conflicts).toEqual([])
  expect(found.taken).toEqual(['description'])
})

test('of a field that both changed, mine stands and is named', () => {
  const found = merge(base, { ...base, name: 'Mood' }, { ...base, name: 'Voice' })
  expect(found.fields.name).toBe('Mood')
  expect(found.conflicts).toEqual(['name'])
})

test('the same change by both is none', () => {
  const both = { ...base, scoreConfigIds: ['a'] }
  expect(merge(base, both, both)).toEqual({ fields: both, conflicts: [], taken: [] })
})

test('people have no order, scores have one', () => {
  const swapped = { ...base, assigneeIds: ['eve', 'ada'] }
  expect(merge(base, swapped, { ...base, assigneeIds: ['ada'] }).fields.assigneeIds).toEqual(['ada'])
  const ordered = { ...base, scoreConfigIds: ['a', 'b'] }
  const other = { ...base, scoreConfigIds: ['b', 'a'] }
  expect(merge(ordered, other, { ...ordered, scoreConfigIds: ['a'] }).conflicts).toEqual(['scoreConfigIds'])
})
