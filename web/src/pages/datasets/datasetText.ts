import type { DatasetDetail } from '../../api/datasets'
import { t } from '../../i18n'

/** A dataset as its form holds it: every field a text. */
export interface DatasetTexts {
  name: string
  description: string
  metadata: string
  inputSchema: string
  expectedOutputSchema: string
}

export interface DatasetValues extends Record<string, unknown> {
  name: string
  description: string | null
  metadata: unknown
  inputSchema: unknown
  expectedOutputSchema: unknown
}

const JSON_FIELDS = ['metadata', 'inputSchema', 'expectedOutputSchema'] as const

const textOf = (value: unknown): string => (value == null ? '' : JSON.stringify(value, null, 2))

export const textsOfDataset = (dataset: DatasetDetail | undefined): DatasetTexts => ({
  name: dataset?.name ?? '',
  description: dataset?.description ?? '',
  metadata: textOf(dataset?.metadata),
  inputSchema: textOf(dataset?.inputSchema),
  expectedOutputSchema: textOf(dataset?.expectedOutputSchema),
})

/** The texts as values, and what is wrong with those that are not JSON. */
export function readDataset(texts: DatasetTexts): {
  value: DatasetValues
  problems: Partial<Record<keyof DatasetTexts, string>>
} {
  const problems: Partial<Record<keyof DatasetTexts, string>> = {}
  const read = (field: (typeof JSON_FIELDS)[number]): unknown => {
    if (texts[field].trim() === '') return null
    try {
      return JSON.parse(texts[field])
    } catch (error) {
      problems[field] = t.datasets.form.notJson(error instanceof Error ? error.message : String(error))
      return null
    }
  }
  return {
    value: {
      name: texts.name,
      description: texts.description || null,
      metadata: read('metadata'),
      inputSchema: read('inputSchema'),
      expectedOutputSchema: read('expectedOutputSchema'),
    },
    problems,
  }
}

/** The fields in which two differ. */
export const differing = (one: DatasetTexts, other: DatasetTexts): (keyof DatasetTexts)[] =>
  (Object.keys(one) as (keyof DatasetTexts)[]).filter((field) => one[field] !== other[field])
