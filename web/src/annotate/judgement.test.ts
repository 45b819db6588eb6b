import { describe, expect, it } from 'vitest'
import { choiceOfKey, choicesOf, judge, type Rule } from './judgement'

const rule = (part: Partial<Rule>): Rule => ({
  dataType: 'NUMERIC',
  minValue: null,
  maxValue: null,
  categories: [],
  ...part,
})
const STARS = rule({ minValue: 1, maxValue: 5 })
const KINDS = rule({
  dataType: 'CATEGORICAL',
  categories: Array.from({ length: 11 }, (_, n) => ({ label: `k${n + 1}`, value: n })),
})
const SAFE = rule({ dataType: 'BOOLEAN' })

describe('what was typed', () => {
  it.each([
    ['3', 3],
    [' 2.5 ', 2.5],
    ['2,5', 2.5],
    ['1', 1],
  ])('%j is the number %d', (typed, value) => expect(judge(STARS, typed)).toEqual({ kind: 'value', value }))

  it.each(['0.9', '5.01', '-1', 'three', '1,2,3', 'Infinity', '1e999'])('%j is no such number', (typed) =>
    expect(judge(STARS, typed).kind).toBe('invalid'),
  )

  it('is nothing when it is blank', () => {
    for (const one of [STARS, KINDS, SAFE, rule({ dataType: 'TEXT' })]) {
      expect(judge(one, '  ')).toEqual({ kind: 'empty' })
    }
  })

  it('is one of the categories, exactly', () => {
    expect(judge(KINDS, 'k3')).toEqual({ kind: 'value', value: 'k3' })
    expect(judge(KINDS, 'K3').kind).toBe('invalid')
  })

  it('may have 500 characters, however many bytes they take', () => {
    const text = rule({ dataType: 'TEXT' })
    expect(judge(text, '😀'.repeat(500)).kind).toBe('value')
    expect(judge(text, 'x'.repeat(501)).kind).toBe('invalid')
  })
})

describe('buttons', () => {
  it('are there for small whole ranges alone', () => {
    expect(choicesOf(STARS)).toEqual(['1', '2', '3', '4', '5'])
    expect(choicesOf(rule({ minValue: 0, maxValue: 1 }))).toEqual([])
    expect(choicesOf(rule({ minValue: 0, maxValue: 10 }))).toEqual([])
    expect(choicesOf(rule({ minValue: 0.5, maxValue: 3.5 }))).toEqual([])
    expect(choicesOf(rule({ minValue: 1 }))).toEqual([])
  })

  it('have keys: the number itself, the place of a category, y and n', () => {
    expect(choiceOfKey(STARS, '4')).toBe('4')
    expect(choiceOfKey(STARS, '6')).toBeUndefined()
    expect(choiceOfKey(KINDS, '9')).toBe('k9')
    expect(choiceOfKey(KINDS, '0')).toBeUndefined()
    expect(choiceOfKey(SAFE, 'Y')).toBe('True')
    expect(choiceOfKey(SAFE, 'x')).toBeUndefined()
  })
})
