/** What a tool was asked to do, as far as its arguments tell. */
export interface ToolInput {
  /** The shell command; `''` when the tool runs none. */
  command: string
  workdir: string
  /** All other arguments, as JSON; `''` when there are none. */
  rest: string
}

const COMMAND_KEYS = ['cmd', 'command', 'chars']
const WORKDIR_KEYS = ['workdir', 'cwd']
const SHELLS = /^(\/(usr\/)?bin\/)?(ba|z|da)?sh$/

/** Reads the arguments of a tool call: a JSON object with a command under one of the names that Codex has used. */
export function readToolInput(text: string): ToolInput {
  const parsed = parseObject(text)
  if (!parsed) return { command: '', workdir: '', rest: text }
  const commandKey = COMMAND_KEYS.find((key) => key in parsed)
  const workdirKey = WORKDIR_KEYS.find((key) => typeof parsed[key] === 'string')
  const command = commandKey ? commandText(parsed[commandKey]) : ''
  const rest = Object.fromEntries(
    Object.entries(parsed).filter(([key]) => !(command && key === commandKey) && key !== workdirKey),
  )
  return {
    command,
    workdir: workdirKey ? String(parsed[workdirKey]) : '',
    rest: Object.keys(rest).length ? JSON.stringify(rest, null, 2) : '',
  }
}

function commandText(value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return ''
  const words = value.map(String)
  const [shell, option, script] = words
  if (words.length === 3 && SHELLS.test(shell ?? '') && /^-\w*c$/.test(option ?? '')) return script ?? ''
  return words
    .map((word) => (/[\s"'$`\\|&;<>()]/.test(word) ? `'${word.replaceAll("'", `'\\''`)}'` : word))
    .join(' ')
}

/** What a tool gave back. */
export interface ToolOutput {
  exitCode: number | null
  /** What the tool reports of itself, such as its wall time. */
  notes: string[]
  body: string
  isTruncated: boolean
}

const TRUNCATED = /\n?\[\.\.\. telemetry preview truncated \.\.\.\]\s*$/
const EXIT = /^(?:Process exited with code|Exit code:)\s*(-?\d+)$/
const HEAD = /^(Chunk ID|Wall time|Original token count|Process running with session ID)\b/
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are control characters
const ANSI = /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007]*(?:\u0007|\u001b\\)/g

/** Parts a tool's output into the head that Codex writes before it and the output itself, without terminal colours. */
export function readToolOutput(text: string): ToolOutput {
  const isTruncated = TRUNCATED.test(text)
  const lines = text.replace(TRUNCATED, '').split('\n')
  let exitCode: number | null = null
  const notes: string[] = []
  let at = 0
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const exit = EXIT.exec(line)
    if (exit) exitCode = Number(exit[1])
    else if (HEAD.test(line)) notes.push(line)
    else if (line === 'Output:') {
      at += 1
      break
    } else break
  }
  return { exitCode, notes, body: lines.slice(at).join('\n').replace(ANSI, ''), isTruncated }
}

function parseObject(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('{')) return null
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return null
  }
}
