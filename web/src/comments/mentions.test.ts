import { describe, expect, it } from 'vitest'
import {
  askedName,
  MENTION,
  membersLike,
  mentionLinks,
  namedMembers,
  plainText,
  storedText,
  typedText,
} from './mentions'

const member = (id: string, name: string, email = `${id}@example.com`) => ({
  id,
  name,
  email,
  role: 'member' as const,
})
const ADA = { id: 'a1', label: 'Ada' }
const LOVELACE = { id: 'a2', label: 'Ada Lovelace' }

describe('mentions', () => {
  it('go from typed to stored and back', () => {
    const text = 'Hi @Ada Lovelace, ask @Ada. (@Ada) but not @Adam or mail@Ada'
    const stored = storedText(text, [ADA, LOVELACE])
    expect(stored).toBe(
      'Hi @[Ada Lovelace](user:a2), ask @[Ada](user:a1). (@[Ada](user:a1)) but not @Adam or mail@[Ada](user:a1)',
    )
    expect(typedText(stored).text).toBe(text)
    expect(typedText(stored).people).toEqual([LOVELACE, ADA])
  })

  it('are nothing without a choice', () => {
    expect(storedText('Hi @Ada', [])).toBe('Hi @Ada')
    expect(typedText('[Ada](user:a1) @[](user:a1)')).toEqual({
      text: '[Ada](user:a1) @[](user:a1)',
      people: [],
    })
  })

  it.each([
    ['hello @ad', 9, { name: 'ad', start: 6 }],
    ['@', 1, { name: '', start: 0 }],
    ['(@Ada Lo', 8, { name: 'Ada Lo', start: 1 }],
    ['mail@ad', 7, null],
    ['@Ada and so', 11, null],
    ['hello', 5, null],
  ])('are asked for in %j', (text, caret, found) => {
    expect(askedName(text, caret)).toEqual(found)
  })

  it('find people by the beginning of a name first', () => {
    const people = [member('1', 'Grace Hopper'), member('2', 'Alan'), member('3', '', 'hope@example.com')]
    expect(membersLike(people, 'hop', 5).map(({ id }) => id)).toEqual(['1', '3'])
    expect(membersLike(people, 'a', 5).map(({ id }) => id)).toEqual(['2', '1', '3'])
    expect(membersLike(people, '', 2)).toHaveLength(2)
  })

  it('name people so that each is one', () => {
    expect(
      namedMembers([member('1', 'Sam'), member('2', 'Sam'), member('3', 'Bo [x]'), member('4', '')]),
    ).toEqual([
      { id: '1', label: '1@example.com' },
      { id: '2', label: '2@example.com' },
      { id: '3', label: 'Bo  x ' },
      { id: '4', label: '4@example.com' },
    ])
  })

  it('become links that only the renderer knows', () => {
    expect(mentionLinks('@[A*b*](user:x) [y](user:z)')).toBe(`[@A\\*b\\*](${MENTION}) [y](user:z)`)
  })

  it('are links in the text, and names in code', () => {
    const ada = '@[Ada](user:a)'
    expect(mentionLinks(`${ada} \`${ada}\` ${ada}`)).toBe(`[@Ada](${MENTION}) \`@Ada\` [@Ada](${MENTION})`)
    expect(mentionLinks(`\`\`\`\n${ada}\n`)).toBe('```\n@Ada\n')
  })
})

describe('a comment in one line', () => {
  it('has no signs of Markdown', () => {
    const text = '## Look\n\n- **@[Ada](user:a)** sees _this_ and [that](https://x.y)\n> ~~no~~ `a*b*c`'
    expect(plainText(text)).toBe('Look @Ada sees this and that no a*b*c')
    expect(plainText('```ts\nlet a = **b**\n```\nDone')).toBe('let a = **b** Done')
  })

  it('keeps what only looks like them', () => {
    expect(plainText('2 * 3 * 4, snake_case_name, #4, a - b')).toBe('2 * 3 * 4, snake_case_name, #4, a - b')
  })
})
