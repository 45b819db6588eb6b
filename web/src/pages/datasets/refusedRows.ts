import type { ImportedRow } from '../../api/datasetTransfer'

const PROBLEM = 'problem'
const FORMULA = /^[=+\-@\t\r']/

/** The refused rows as a file like the one that they came from, each with its problem: to correct and import again. */
export function refusedFile(rows: readonly ImportedRow[], name: string): { name: string; text: string } {
  const bare = name.replace(/\.[^.]*$/, '')
  if (/\.(jsonl|ndjson)$/i.test(name)) {
    const lines = rows.map(({ record, message }) => withProblem(record, message))
    return { name: `${bare}-refused.jsonl`, text: `${lines.join('\n')}\n` }
  }
  const read = rows.map(({ record, message }) => ({
    values: JSON.parse(record) as Record<string, unknown>,
    message,
  }))
  const columns = [...new Set(read.flatMap(({ values }) => Object.keys(values)))]
  const cells = read.map(({ values, message }) => [...columns.map((column) => values[column] ?? ''), message])
  const text = [[...columns, PROBLEM], ...cells].map((row) => row.map(cellOf).join(',')).join('\r\n')
  return { name: `${bare}-refused.csv`, text: `\ufeff${text}\r\n` }
}

/** The JSON object with its problem as the last key. It is not parsed: large integers would be rounded. */
function withProblem(record: string, message: string): string {
  const body = record.trimEnd().slice(0, -1)
  return `${body}${body.trim() === '{' ? '' : ','}${JSON.stringify(PROBLEM)}:${JSON.stringify(message)}}`
}

/** A cell in quotes; what a spreadsheet would run gets an apostrophe, as the export writes it. */
function cellOf(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value)
  const isNumber = plain !== '' && Number.isFinite(Number(plain))
  const text = FORMULA.test(plain) && !isNumber ? `'${plain}` : plain
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
