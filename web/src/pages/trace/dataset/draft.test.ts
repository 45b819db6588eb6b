import { describe, expect, it } from 'vitest'
import { draftOf, readDraft } from './draft'

describe('drafts', () => {
  it.each([
    '"text"',
    '"{\\"looks\\": \\"like JSON\\"}"',
    '{"a": [1.0, null]}',
    '[]',
    '9007199254740993',
    'false',
    null,
  ])('give back what they were made from: %j', (json) => {
    expect(readDraft(draftOf(json))).toEqual({ json })
  })

  it('say what is wrong with JSON, and never with text', () => {
    expect(readDraft({ text: '{"a": ', isJson: true })).toHaveProperty('problem')
    expect(readDraft({ text: '{"a": ', isJson: false })).toEqual({ json: JSON.stringify('{"a": ') })
    expect(readDraft({ text: '  ', isJson: true })).toEqual({ json: null })
  })
})
