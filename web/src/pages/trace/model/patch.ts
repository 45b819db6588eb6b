/** A line of a patch: added, deleted, or context. */
export interface PatchLine {
  sign: '+' | '-' | ' '
  text: string
}

export interface PatchHunk {
  /** What stands after `@@`: the function or class that the hunk lies in. */
  header: string
  lines: PatchLine[]
}

export interface PatchFile {
  path: string
  change: 'added' | 'updated' | 'deleted'
  movedTo: string
  hunks: PatchHunk[]
  added: number
  removed: number
}

const FILE = /^\*\*\* (Add|Update|Delete) File: (.+)$/
const MOVE = /^\*\*\* Move to: (.+)$/
const CHANGES = { Add: 'added', Update: 'updated', Delete: 'deleted' } as const

/**
 * The files of a patch in the form that Codex's `apply_patch` takes, wherever it stands in the text: alone, as a JSON
 * string, or in a shell command. Null when there is none.
 */
export function parsePatch(text: string): PatchFile[] | null {
  const body = findBody(text)
  if (body === null) return null
  const files: PatchFile[] = []
  let file: PatchFile | undefined
  let hunk: PatchHunk | undefined
  for (const line of body.split('\n')) {
    const head = FILE.exec(line.trimEnd())
    if (head) {
      file = { path: head[2] ?? '', change: changeOf(head[1]), movedTo: '', hunks: [], added: 0, removed: 0 }
      hunk = undefined
      files.push(file)
      continue
    }
    if (!file) continue
    const move = MOVE.exec(line.trimEnd())
    if (move) {
      file.movedTo = move[1] ?? ''
    } else if (line.startsWith('@@')) {
      hunk = { header: line.slice(2).trim(), lines: [] }
      file.hunks.push(hunk)
    } else if (!line.startsWith('*** ')) {
      if (!hunk) {
        hunk = { header: '', lines: [] }
        file.hunks.push(hunk)
      }
      addLine(file, hunk, line)
    }
  }
  for (const one of files) {
    for (const part of one.hunks) dropTrailingBlank(part)
    one.hunks = one.hunks.filter((part) => part.lines.length > 0 || part.header)
  }
  return files
}

function addLine(file: PatchFile, hunk: PatchHunk, line: string): void {
  const sign = line[0]
  if (sign === '+') file.added += 1
  if (sign === '-') file.removed += 1
  if (sign === '+' || sign === '-' || sign === ' ') hunk.lines.push({ sign, text: line.slice(1) })
  else hunk.lines.push({ sign: ' ', text: line })
}

/** The line break before `*** End Patch` is not a line of the file. */
function dropTrailingBlank(hunk: PatchHunk): void {
  const last = hunk.lines.at(-1)
  if (last && last.sign === ' ' && last.text === '') hunk.lines.pop()
}

function changeOf(word: string | undefined): PatchFile['change'] {
  return CHANGES[word as keyof typeof CHANGES] ?? 'updated'
}

function findBody(text: string): string | null {
  const plain = text.includes('*** Begin Patch\\n') ? unquoted(text) : text
  const start = plain.indexOf('*** Begin Patch')
  if (start < 0) return null
  const end = plain.indexOf('*** End Patch', start)
  return plain.slice(start, end < 0 ? undefined : end).replaceAll('\r\n', '\n')
}

/** The string inside JSON that holds the patch. */
function unquoted(text: string): string {
  const found: string[] = []
  try {
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value === 'string' && value.includes('*** Begin Patch')) found.push(value)
      return value
    })
  } catch {
    return text
  }
  return found[0] ?? text
}
