import { describe, expect, it } from 'vitest'
import { choicesOf, targetsOf, undoOf } from './targets'

const LABELS = [
  { label: 'latest', version: 3 },
  { label: 'production', version: 1 },
  { label: 'staging', version: 2 },
]

describe('labels to choose', () => {
  it('offers production first, and never latest', () => {
    expect(choicesOf(2, LABELS, ['eu', 'latest'], {}).map((one) => [one.label, one.now, one.isHere])).toEqual(
      [
        ['production', 1, false],
        ['eu', undefined, false],
        ['staging', 2, true],
      ],
    )
  })

  it('sends only what changes, and knows the way back', () => {
    const choices = choicesOf(2, LABELS, [], { production: true, staging: false, eu: true })
    const targets = targetsOf(2, choices)
    expect(targets).toEqual({ production: 2, staging: null, eu: 2 })
    expect(undoOf(targets, LABELS)).toEqual({ production: 1, staging: 2, eu: null })
    expect(targetsOf(2, choicesOf(2, LABELS, ['eu'], { production: false }))).toEqual({})
  })
})
