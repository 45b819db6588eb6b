import { showReordering } from '../../../text/bidi'
import type { TraceModel } from './traceModel'

const PATCHED = /\*\*\* (Add|Update|Delete) File: (\S+)/g
const SIGNS: Record<string, string> = { Add: '+', Update: '±', Delete: '−' }

/**
 * A step in a line. A session is named after its first prompt, which its preview would repeat; of a patch the files
 * say more than its beginning.
 */
export function previewOf(model: TraceModel, row: number): string {
  if (model.kinds[row] === 'session') return ''
  const preview = model.skeleton.previews[row] ?? ''
  return showReordering(preview.includes('*** Begin Patch') ? patchedFiles(preview) : preview)
}

/** The files that a patch touches, as far as its beginning names them: `± src/a.py  + docs/new.md`. */
export function patchedFiles(text: string): string {
  const files = [...text.matchAll(PATCHED)].map(([, change, path]) => `${SIGNS[change ?? '']} ${path}`)
  return files.length ? files.join('  ') : text
}
