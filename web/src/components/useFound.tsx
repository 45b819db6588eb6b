import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatCount } from '../format/number'
import { t } from '../i18n'
import { SearchField } from './SearchField'

/** So many rows need no search. */
const FEW = 12
/** So many rows are shown at once; each may hold a field of choice, and 500 of these take seconds. */
const STEP = 50

interface Found<Row> {
  shown: Row[]
  /** The field to search with; nothing while there are few rows. */
  field: ReactNode
  /** Below the rows: a button for more, or that nothing matches. */
  rest: ReactNode
}

interface FoundProps<Row> {
  rows: readonly Row[] | undefined
  /** What is searched of a row. */
  textOf: (row: Row) => string
  placeholder: string
  query: string
  onQuery: (query: string) => void
}

/** Whether all words of the query are in the text, in any order and case. */
export function hasWords(text: string, query: string): boolean {
  const searched = text.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word))
}

/** Those rows of a list on one page that match what is typed, the first of them at first. */
export function useFound<Row>({
  rows = [],
  textOf,
  placeholder,
  query,
  onQuery,
}: FoundProps<Row>): Found<Row> {
  const [limit, setLimit] = useState(STEP)
  const found = rows.filter((row) => hasWords(textOf(row), query))
  return {
    shown: found.slice(0, limit),
    field: (rows.length > FEW || query) && (
      <div style={{ marginBottom: 12 }}>
        <SearchField value={query} onChange={onQuery} placeholder={placeholder} />
      </div>
    ),
    rest:
      found.length > limit ? (
        <Button variant="default" mt={12} onClick={() => setLimit(limit + 4 * STEP)}>
          {t.common.showMore(formatCount(found.length - limit))}
        </Button>
      ) : query && rows.length > 0 && found.length === 0 ? (
        <p style={{ padding: '16px 0', color: 'var(--ink-3)' }}>{t.common.noneFound}</p>
      ) : null,
  }
}
