import { expect, it } from 'vitest'
import type { ImportTarget } from '../../api/datasetTransfer'
import { moveColumn, shapeOf } from './mapColumns'

const column = (name: string, kind: ImportTarget['kind'], key = '') => ({
  name,
  target: { kind, key, isText: false },
})

it('makes the whole value of one column, and an object of several', () => {
  const columns = [column('question', 'input'), column('a.lang', 'ignore'), column('lang', 'ignore')]
  const two = moveColumn(columns, 'a.lang', 'input')
  expect(two).toMatchObject({
    question: { kind: 'input', key: 'question' },
    'a.lang': { kind: 'input', key: 'lang' },
  })
  const three = columns.map((one) => ({ ...one, target: two[one.name] as ImportTarget }))
  expect(moveColumn(three, 'lang', 'input').lang).toMatchObject({ kind: 'input', key: 'lang 2' })
  expect(moveColumn(three, 'a.lang', 'metadata')['a.lang']).toMatchObject({ kind: 'metadata', key: '' })
  expect(moveColumn(three, 'question', 'id').question).toMatchObject({ kind: 'id', key: '' })
  expect(shapeOf(three.slice(0, 2))).toBe('{ "question", "lang" }')
  expect(shapeOf(columns.slice(0, 1))).toBe('question')
})
