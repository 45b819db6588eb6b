import { expect, test } from 'vitest'
import { readIds } from './readIds'

test('ids are parted by lines, commas and blanks, and taken once', () => {
  expect(readIds(' a\nb, c;d  a\n\n', 'TRACE')).toEqual(['a', 'b', 'c', 'd'])
  expect(readIds('', 'TRACE')).toEqual([])
})

test('addresses name what is asked for', () => {
  const step = 'https://host/project/p/traces/t%2F1?o=step'
  expect(readIds(step, 'TRACE')).toEqual(['t/1'])
  expect(readIds(step, 'OBSERVATION')).toEqual(['step'])
  expect(readIds(step, 'SESSION')).toEqual([])
  expect(readIds('http://host/trace/t2', 'TRACE')).toEqual(['t2'])
  expect(readIds('https://host/project/p/sessions/s%', 'SESSION')).toEqual(['s%'])
})
