import { json } from '@codemirror/lang-json'
import { type Language, StreamLanguage } from '@codemirror/language'
import { diff } from '@codemirror/legacy-modes/mode/diff'
import { javascript, typescript } from '@codemirror/legacy-modes/mode/javascript'
import { python } from '@codemirror/legacy-modes/mode/python'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { toml } from '@codemirror/legacy-modes/mode/toml'
import { classHighlighter, highlightCode } from '@lezer/highlight'

const LANGUAGES: Record<string, Language> = {
  json: json().language,
  shell: StreamLanguage.define(shell),
  toml: StreamLanguage.define(toml),
  python: StreamLanguage.define(python),
  javascript: StreamLanguage.define(javascript),
  typescript: StreamLanguage.define(typescript),
  diff: StreamLanguage.define(diff),
}

const ALIASES: Record<string, string> = {
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  console: 'shell',
  py: 'python',
  js: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  patch: 'diff',
  jsonc: 'json',
}

export interface Token {
  text: string
  classes: string
}

/** The grammar of a language by its name or usual short name; undefined when it is not known. */
export function languageOf(name: string): Language | undefined {
  const key = name.toLowerCase()
  return LANGUAGES[ALIASES[key] ?? key]
}

/** The text cut into coloured pieces; one plain piece when the language is not known. */
export function highlight(text: string, language: string): Token[] {
  const grammar = languageOf(language)
  if (!grammar) return [{ text, classes: '' }]
  const tokens: Token[] = []
  highlightCode(
    text,
    grammar.parser.parse(text),
    classHighlighter,
    (piece, classes) => tokens.push({ text: piece, classes }),
    () => tokens.push({ text: '\n', classes: '' }),
  )
  return tokens
}
