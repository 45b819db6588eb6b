import { readText } from '../text/readText'

/** An output as it is edited and compared: data line by line, texts as they are. */
export function editableText(output: string | null): { text: string; language: string } {
  if (output === null || output === '') return { text: '', language: '' }
  const read = readText(output)
  if (read.kind === 'text') return { text: read.text, language: 'markdown' }
  return { text: JSON.stringify(read.value, null, 2), language: 'json' }
}

/** The language of a text that somebody wrote. */
export function languageOfText(text: string): string {
  return readText(text).kind === 'text' ? 'markdown' : 'json'
}
