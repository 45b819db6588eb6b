import { ApiError, unwrap } from './client'
import type { components } from './schema'

type Schemas = components['schemas']

export type ImportPreview = Schemas['ImportPreview']
export type ImportColumn = Schemas['ImportColumn']
export type ImportTarget = Schemas['ImportTarget']
export type ImportProgress = Schemas['ImportProgress']
export type ImportedRow = Schemas['ImportedRow']

/** How a file is written, and what its columns become; what is left out is as the file itself suggests. */
export interface ImportOptions {
  fileName: string
  encoding: '' | 'utf-8' | 'utf-16' | 'windows-1252' | 'iso-8859-1'
  delimiter: '' | ',' | ';' | '\t' | '|'
  mapping: Record<string, ImportTarget>
  deriveIds: boolean
  isHead: boolean
}

/** Files above this size are previewed by their beginning. */
const WHOLE_BYTES = 2 * 1024 * 1024
const HEAD_BYTES = 1024 * 1024

const place = (project: string, dataset: string, what: string, options: Partial<ImportOptions>) =>
  `/api/app/projects/${encodeURIComponent(project)}/datasets/${encodeURIComponent(dataset)}/${what}?${new URLSearchParams(
    { options: JSON.stringify(options) },
  )}`

/** Whether only the beginning of a file is previewed. */
export const isPreviewedInPart = (file: File): boolean => file.size > WHOLE_BYTES

/** What a file, or the beginning of a large one, would become. */
export function previewImport(
  project: string,
  dataset: string,
  file: File,
  options: Partial<ImportOptions>,
  signal?: AbortSignal,
): Promise<ImportPreview> {
  const isHead = isPreviewedInPart(file)
  const address = place(project, dataset, 'import-preview', { ...options, fileName: file.name, isHead })
  return unwrap(send(address, isHead ? file.slice(0, HEAD_BYTES) : file, signal))
}

async function send(address: string, body: Blob, signal?: AbortSignal) {
  const response = await fetch(address, { method: 'POST', body, signal, headers: BINARY })
  const answer = (await response.json()) as unknown
  return response.ok ? { data: answer as ImportPreview, response } : { error: answer, response }
}

const BINARY = { 'content-type': 'application/octet-stream' }

/** Import a file; tells how far it is. Ends early when the signal is aborted: what was written stays. */
export async function importFile(
  project: string,
  dataset: string,
  file: File,
  options: Partial<ImportOptions>,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  const address = place(project, dataset, 'import', { ...options, fileName: file.name })
  const response = await fetch(address, { method: 'POST', body: file, signal, headers: BINARY })
  if (!response.ok || !response.body) {
    await unwrap(Promise.resolve({ error: await response.json().catch(() => undefined), response }))
    return
  }
  let last: ImportProgress | undefined
  let rest = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    const lines = (rest + (value ?? '')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      last = JSON.parse(line) as ImportProgress
      onProgress(last)
    }
    if (done) break
  }
  if (!last || last.state === 'counting' || last.state === 'writing') {
    throw new ApiError(0, { message: 'The connection broke off.', hint: '', field: '' })
  }
}
