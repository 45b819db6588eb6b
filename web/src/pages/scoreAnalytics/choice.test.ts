import { describe, expect, it } from 'vitest'
import type { ScoreChoice } from '../../api/scoreAnalytics'
import { listFilter, readChoice, writeChoice } from './choice'

const ODD: ScoreChoice = { name: 'a;b/ü%, "c"', source: 'ANNOTATION', type: 'NUMERIC', author: 'x;y' }

describe('a choice in the address', () => {
  it('comes back as it was', () => {
    expect(readChoice(writeChoice(ODD))).toEqual(ODD)
    const plain: ScoreChoice = { name: 'n', source: 'API', type: 'BOOLEAN', author: '' }
    expect(readChoice(writeChoice(plain))).toEqual(plain)
  })

  it.each(['', 'API', 'API;NUMERIC;;', 'NOBODY;NUMERIC;;n', 'API;CORRECTION;;n', 'API;NUMERIC;;%'])(
    'is none when it is %j',
    (text) => expect(readChoice(text)).toBeUndefined(),
  )

  it('narrows the list to its author only where there is one', () => {
    expect(listFilter(ODD)).toContain('authorUserId')
    expect(listFilter({ ...ODD, author: '' })).not.toContain('authorUserId')
  })
})
