import type { ImportedRow } from '../../api/datasetTransfer'

const PROBLEM = 'problem'
const FORMULA = /^[=+\-@\t\r']/

/** The refused rows as a file like the one that they came from, each with its problem: to correct and import again. */
export function refusedFile(rows: readonly ImportedRow[], name: string): { name: string; text: string } {
  const bare = name.replace(/\.[^.]*$/, '')
  if (/\.(jsonl|ndjson)$/i.test(name)) {
    const lines = rows.map(({ values, message }) => JSON.stringify({ ...values, [PROBLEM]: message }))
    return { name: `${bare}-refused.jsonl`, text: `${lines.join('\n')}\n` }
  }
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))]
  const cells = rows.map(({ values, message }) => [...columns.map((column) => values[column] ?? ''), message])
  const text = [[...columns, PROBLEM], ...cells].map((row) => row.map(cellOf).join(',')).join('\r\n')
  return { name: `${bare}-refused.csv`, text: `\ufeff${text}\r\n` }
}

/** A cell in quotes; what a spreadsheet would run gets an apostrophe, as the export writes it. */
function cellOf(value: unknown): string {
  const plain = typeof value === 'string' ? value : JSON.stringify(value)
  const isNumber = plain !== '' && Number.isFinite(Number(plain))
  const text = FORMULA.test(plain) && !isNumber ? `'${plain}` : plain
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
