/** What a snippet is about. */
export interface SnippetOf {
  name: string
  type: 'text' | 'chat'
  /** The label or the number that is fetched. */
  label?: string
  version?: number
  variables: readonly string[]
  placeholders: readonly string[]
  baseUrl: string
}

export const SNIPPET_KINDS = ['python', 'javascript', 'openai', 'langchain', 'curl'] as const
export type SnippetKind = (typeof SNIPPET_KINDS)[number]

/** The language that a snippet is coloured as. */
export const LANGUAGES: Record<SnippetKind, string> = {
  python: 'python',
  javascript: 'typescript',
  openai: 'python',
  langchain: 'python',
  curl: 'shell',
}

/** A program that fetches and fills in a prompt. */
export function snippet(kind: SnippetKind, of: SnippetOf): string {
  return MAKERS[kind](of)
}

const MAKERS: Record<SnippetKind, (of: SnippetOf) => string> = {
  python: (of) => `# pip install langfuse
from langfuse import get_client

langfuse = get_client()
prompt = ${pythonGet('langfuse', of)}

${of.type === 'chat' ? 'messages' : 'text'} = prompt.compile(${pythonValues(of, true)})`,

  javascript: (of) => `// npm install @langfuse/client
import { LangfuseClient } from "@langfuse/client";

const langfuse = new LangfuseClient();
const prompt = await langfuse.prompt.get(${quoted(of.name)}, ${javascriptOptions(of)});

const ${of.type === 'chat' ? 'messages' : 'text'} = prompt.compile(${javascriptValues(of)});`,

  openai: (of) => `# pip install langfuse openai
from langfuse import get_client
from langfuse.openai import openai

prompt = ${pythonGet('get_client()', of)}

completion = openai.chat.completions.create(
    model=prompt.config.get("model", "gpt-5"),
    messages=${
      of.type === 'chat'
        ? `prompt.compile(${pythonValues(of, true, 4)})`
        : `[{"role": "user", "content": prompt.compile(${pythonValues(of, true, 4)})}]`
    },
    langfuse_prompt=prompt,  # links the generation to this version
)`,

  langchain: (of) => `# pip install langfuse langchain-core langchain-openai
from langchain_core.prompts import ${of.type === 'chat' ? 'ChatPromptTemplate' : 'PromptTemplate'}
from langchain_openai import ChatOpenAI
from langfuse import get_client
from langfuse.langchain import CallbackHandler

prompt = ${pythonGet('get_client()', of)}
template = ${
    of.type === 'chat'
      ? 'ChatPromptTemplate.from_messages(prompt.get_langchain_prompt())'
      : 'PromptTemplate.from_template(prompt.get_langchain_prompt())'
  }
template.metadata = {"langfuse_prompt": prompt}  # links the generation to this version

chain = template | ChatOpenAI(model=prompt.config.get("model", "gpt-5"))
answer = chain.invoke(${pythonDict(of)}, config={"callbacks": [CallbackHandler()]})`,

  curl: (of) => {
    const chosen = of.label === undefined ? `version=${of.version}` : `label=${encodeURIComponent(of.label)}`
    const name = encodeURIComponent(of.name).replace(/'/g, '%27')
    return `curl -u "$LANGFUSE_PUBLIC_KEY:$LANGFUSE_SECRET_KEY" \\
  '${of.baseUrl}/api/public/v2/prompts/${name}?${chosen}'`
  },
}

/** A text as Python, JavaScript and JSON write it alike. */
const quoted = (text: string): string => JSON.stringify(text)

const IDENTIFIER = /^[A-Za-z_]\w*$/
// Words that no Python argument can be called.
const PYTHON_WORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield self'.split(
    ' ',
  ),
)

function pythonGet(client: string, of: SnippetOf): string {
  const chosen = of.label === undefined ? `version=${of.version}` : `label=${quoted(of.label)}`
  return `${client}.get_prompt(${quoted(of.name)}, ${chosen}${of.type === 'chat' ? ', type="chat"' : ''})`
}

/** The values as arguments; names that cannot be arguments come in a dictionary. */
function pythonValues(of: SnippetOf, withPlaceholders: boolean, indent = 0): string {
  const all = [
    ...of.variables.map((name) => [name, '"…"'] as const),
    ...(withPlaceholders ? of.placeholders.map((name) => [name, PYTHON_MESSAGES] as const) : []),
  ]
  if (all.length === 0) return ''
  const plain = all.filter(([name]) => IDENTIFIER.test(name) && !PYTHON_WORDS.has(name))
  const other = all.filter((one) => !plain.includes(one))
  const parts = plain.map(([name, value]) => `${name}=${value}`)
  if (other.length) parts.push(`**{${other.map(([name, value]) => `${quoted(name)}: ${value}`).join(', ')}}`)
  if (parts.length <= 2 && parts.join(', ').length < 60) return parts.join(', ')
  const pad = ' '.repeat(indent + 4)
  return `\n${parts.map((one) => `${pad}${one},\n`).join('')}${' '.repeat(indent)}`
}

const PYTHON_MESSAGES = '[{"role": "user", "content": "…"}]'

function pythonDict(of: SnippetOf): string {
  const all = [
    ...of.variables.map((name) => `${quoted(name)}: "…"`),
    ...of.placeholders.map((name) => `${quoted(name)}: ${PYTHON_MESSAGES}`),
  ]
  return `{${all.join(', ')}}`
}

function javascriptOptions(of: SnippetOf): string {
  const chosen = of.label === undefined ? `version: ${of.version}` : `label: ${quoted(of.label)}`
  return `{ ${chosen}${of.type === 'chat' ? ', type: "chat"' : ''} }`
}

function javascriptValues(of: SnippetOf): string {
  const key = (name: string) => (IDENTIFIER.test(name) ? name : quoted(name))
  const variables = of.variables.map((name) => `${key(name)}: "…"`)
  const placeholders = of.placeholders.map((name) => `${key(name)}: [{ role: "user", content: "…" }]`)
  if (variables.length + placeholders.length === 0) return ''
  const first = variables.length ? `{ ${variables.join(', ')} }` : '{}'
  return placeholders.length ? `${first}, { ${placeholders.join(', ')} }` : first
}
