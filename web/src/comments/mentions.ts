import type { ProjectMember } from '../api/members'

/** How a mention stands in the stored text; only the id counts. */
const STORED = /@\[([^[\]\n]{1,200})\]\(user:([^()\s]{1,191})\)/g
const CODE = /(```[\s\S]*?(?:```|$)|`[^`\n]+`)/
const TYPED = /(^|[\s([{>])@([\p{L}\p{N}._'@+-]*(?: [\p{L}\p{N}._'@+-]*)?)$/u

/** Somebody as a text names them: by name, or by address where there is none or two have the same. */
export interface Named {
  id: string
  label: string
}

export function namedMembers(members: readonly ProjectMember[]): Named[] {
  const counts = new Map<string, number>()
  for (const { name } of members) counts.set(name, (counts.get(name) ?? 0) + 1)
  return members.map(({ id, name, email }) => ({
    id,
    label: clean(name && counts.get(name) === 1 ? name : email),
  }))
}

/** Brackets would end the mention. */
const clean = (label: string) => label.replace(/[[\]\n]/g, ' ').slice(0, 200)

/** A stored text as it is typed: `@Ada Lovelace` for each mention, and who is meant by it. */
export function typedText(content: string): { text: string; people: Named[] } {
  const people = new Map<string, Named>()
  const text = content.replace(STORED, (_whole, label: string, id: string) => {
    people.set(label, { id, label })
    return `@${label}`
  })
  return { text, people: [...people.values()] }
}

/** A stored text in one line without the signs of Markdown; what stands in code stays as it is. */
export const plainText = (content: string): string =>
  typedText(content)
    .text.split(CODE)
    .map((piece, index) => (index % 2 === 1 ? piece.replace(/^```\w*|```$|^`|`$/g, '') : withoutMarks(piece)))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()

const withoutMarks = (text: string) =>
  text
    .replace(/^[ \t]*(?:#{1,6}|>|[-*+])[ \t]+/gm, '')
    .replace(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_\n]+?)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')

/** A typed text as it is stored; a name is a mention when it was chosen, and ends where the word ends. */
export function storedText(text: string, people: readonly Named[]): string {
  // The longest first: Ada Lovelace is not Ada.
  const labels = [...people].sort((one, other) => other.label.length - one.label.length)
  let found = ''
  for (let at = 0; at < text.length; ) {
    const named =
      text[at] === '@'
        ? labels.find(({ label }) => text.startsWith(label, at + 1) && !isWord(text, at + 1 + label.length))
        : undefined
    if (named) {
      found += `@[${named.label}](user:${named.id})`
      at += 1 + named.label.length
    } else {
      found += text[at]
      at += 1
    }
  }
  return found
}

const isWord = (text: string, at: number) => /^[\p{L}\p{N}_]/u.test(text.slice(at, at + 2))

/** What is being typed after the last `@` before the caret, and where that stands; null when nobody is named there. */
export function askedName(text: string, caret: number): { name: string; start: number } | null {
  const found = TYPED.exec(text.slice(Math.max(0, caret - 80), caret))
  if (!found) return null
  const name = found[2] ?? ''
  return { name, start: caret - name.length - 1 }
}

/** Members whose name or address holds what is typed; those that begin with it first. */
export function membersLike(members: readonly ProjectMember[], typed: string, most: number): ProjectMember[] {
  const wanted = typed.toLowerCase()
  const rank = ({ name, email }: ProjectMember) => {
    const texts = [name.toLowerCase(), email.toLowerCase(), ...name.toLowerCase().split(/\s+/)]
    if (texts.some((one) => one.startsWith(wanted))) return 0
    return texts.some((one) => one.includes(wanted)) ? 1 : 2
  }
  return members
    .map((member) => ({ member, rank: rank(member) }))
    .filter((one) => one.rank < 2)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ member }) => member)
}

/** The stored text as Markdown in which a mention is a link to `MENTION`, for the renderer to draw. */
export const MENTION = `#mention-${crypto.randomUUID()}`

export function mentionLinks(content: string): string {
  return content
    .split(CODE)
    .map((piece, index) =>
      // Every other piece is code, in which a link would stand as it is written.
      index % 2 === 1
        ? typedText(piece).text
        : piece.replace(
            STORED,
            (_whole, label: string) => `[@${label.replace(/[\\*_`~<>&]/g, '\\$&')}](${MENTION})`,
          ),
    )
    .join('')
}
