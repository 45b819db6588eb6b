export type MediaKind = 'image' | 'audio' | 'video' | 'file'

/** How a file is shown: `<img>` runs no script of an SVG; everything that browsers may not know is a file. */
export function kindOf(contentType: string): MediaKind {
  const [major] = contentType.split('/')
  return major === 'image' || major === 'audio' || major === 'video' ? major : 'file'
}

const SHORT: Record<string, string> = {
  'application/msword': 'DOC',
  'application/octet-stream': 'Binary',
  'application/vnd.apache.parquet': 'Parquet',
  'application/vnd.ms-excel': 'XLS',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/x-7z-compressed': '7-Zip',
  'application/x-ndjson': 'JSON Lines',
  'image/svg+xml': 'SVG',
  'text/plain': 'Text',
  'text/x-python': 'Python',
}

/** A type in a word: `PNG`, `PDF`, `DOCX`. */
export function typeName(contentType: string): string {
  const known = SHORT[contentType]
  if (known) return known
  const minor = contentType.split('/')[1] ?? contentType
  const bare = minor.replace(/^x-/, '')
  return bare.length <= 5 ? bare.toUpperCase() : bare.charAt(0).toUpperCase() + bare.slice(1)
}
