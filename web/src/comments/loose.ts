/** What views of a text leave out or change: white space, and the marks of Markdown. */
const LEFT_OUT = /[\s*_`#>~|\\•]/

/** A text without what views leave out, and where each of its characters stood. */
export interface LooseText {
  text: string
  at: number[]
}

export function looseText(text: string): LooseText {
  const at: number[] = []
  let kept = ''
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string
    if (LEFT_OUT.test(character)) continue
    kept += character
    at.push(index)
  }
  return { text: kept, at }
}

/** Where the words stand in the text, from and to, however the text is laid out; from `after` kept characters on. */
export function findLoose(
  { text, at }: LooseText,
  words: LooseText,
  after = 0,
): { start: number; end: number; next: number } | null {
  if (words.text === '') return null
  const found = text.indexOf(words.text, after)
  if (found < 0) return null
  const last = found + words.text.length
  return { start: at[found] as number, end: (at[last - 1] as number) + 1, next: last }
}
