import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from './draft'

describe('drafts', () => {
  it.each([['text'], ['{"looks": "like JSON"}'], [{ a: [1, null] }], [[]], [0], [false], [null]])(
    'give back what they were made from: %j',
    (value) => {
      expect(readDraft(draftOf(value))).toEqual({ value })
    },
  )

  it('say what is wrong with JSON, and never with text', () => {
    expect(readDraft({ text: '{"a": ', isJson: true })).toHaveProperty('problem')
    expect(readDraft({ text: '{"a": ', isJson: false })).toEqual({ value: '{"a": ' })
    expect(readDraft({ text: '  ', isJson: true })).toEqual({ value: null })
  })
})
