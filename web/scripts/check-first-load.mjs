// Fails the build when the scripts of the first page weigh more than the budget (DESIGN section 10).
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 265
const FIRST_PAGES = ['src/pages/traces/TracesPage.tsx', 'src/pages/login/LoginPage.tsx']

const output = join(dirname(fileURLToPath(import.meta.url)), '../../src/sidelight/web_dist')
const manifest = JSON.parse(readFileSync(join(output, '.vite/manifest.json'), 'utf8'))

/** Script files that loading a module takes, its static imports included. */
function filesOf(name, found = new Set()) {
  const entry = manifest[name]
  if (!entry || found.has(entry.file)) return found
  found.add(entry.file)
  for (const imported of entry.imports ?? []) filesOf(imported, found)
  return found
}

for (const page of FIRST_PAGES) {
  const files = filesOf(page, filesOf('index.html'))
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(output, file))).length, 0)
  const kb = bytes / 1024
  process.stdout.write(`${page}: ${kb.toFixed(0)} KB of script (gzip), budget ${BUDGET_KB} KB\n`)
  if (kb > BUDGET_KB) {
    process.stderr.write(`error: ${page} is over its budget; load more of it lazily\n`)
    process.exitCode = 1
  }
}
