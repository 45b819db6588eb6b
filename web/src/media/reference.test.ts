import { describe, expect, it } from 'vitest'
import { asReference, mediaIn, splitMedia, unquoteReference } from './reference'

const PNG = '@@@langfuseMedia:type=image/png|id=a-_9|source=bytes@@@'
const SVG = '@@@langfuseMedia:type=image/svg+xml|id=b|source=base64_data_uri@@@'
const png = { contentType: 'image/png', mediaId: 'a-_9' }
const svg = { contentType: 'image/svg+xml', mediaId: 'b' }

describe('splitMedia', () => {
  it.each<[string, (string | object)[]]>([
    ['', []],
    ['plain @@@ text', ['plain @@@ text']],
    [PNG, [png]],
    [`see ${PNG}, ${SVG}!`, ['see ', png, ', ', svg, '!']],
    [PNG + SVG, [png, svg]],
    ['@@@langfuseMedia:type=image/png|id=|source=x@@@', ['@@@langfuseMedia:type=image/png|id=|source=x@@@']],
    [
      '@@@langfuseMedia:type=image/png|id=../x|source=x@@@',
      ['@@@langfuseMedia:type=image/png|id=../x|source=x@@@'],
    ],
  ])('cuts %j', (text, parts) => {
    expect(splitMedia(text)).toEqual(parts)
    expect(parts.every((part) => part !== '')).toBe(true)
  })
})

describe('asReference', () => {
  it('takes a text that is nothing but a mark', () => {
    expect(asReference(PNG)).toEqual(png)
    expect(asReference(`${PNG} `)).toBeNull()
    expect(asReference(PNG + PNG)).toBeNull()
    expect(asReference('')).toBeNull()
  })
})

describe('unquoteReference', () => {
  it.each([
    [`"${PNG}"`, PNG],
    [PNG, PNG],
    [`"${PNG}${SVG}"`, `"${PNG}${SVG}"`],
    ['"word"', '"word"'],
    [`"${PNG}`, `"${PNG}`],
  ])('reads %s', (text, expected) => {
    expect(unquoteReference(text)).toBe(expected)
  })
})

describe('mediaIn', () => {
  it('names each file once', () => {
    expect(mediaIn(`${SVG}{"a": "${PNG}"}${SVG}`)).toEqual([svg, png])
    expect(mediaIn(null)).toEqual([])
  })
})
