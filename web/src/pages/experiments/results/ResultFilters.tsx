import { NativeSelect, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { useEffect, useState } from 'react'
import { SearchField } from '../../../components/SearchField'
import bar from '../../../filters/FilterBar.module.css'
import { formatCompact } from '../../../format/number'
import { t } from '../../../i18n'
import type { Row } from './comparison'
import { isShown, type Yardstick } from './measures'
import classes from './ResultFilters.module.css'
import { type ResultsSearch, readBelow, SHOWN, SORTS, type Sort } from './search'

const SHOWN_LABELS = {
  worse: t.experiments.filterWorse,
  better: t.experiments.filterBetter,
  errors: t.experiments.filterErrors,
  missing: t.experiments.filterMissing,
}

interface ResultFiltersProps {
  search: ResultsSearch
  rows: readonly Row[]
  scores: { numeric: string[]; others: string[] }
  by: Yardstick
  /** Those that are compared with the baseline. */
  others: readonly { id: string; name: string }[]
  /** One experiment has nothing to be better or worse than. */
  isSingle: boolean
  onChange: (part: Partial<ResultsSearch>) => void
}

/** Which items are shown, and in what order. */
export function ResultFilters({ search, rows, scores, by, others, isSingle, onChange }: ResultFiltersProps) {
  const counts = new Map(SHOWN.map((kind) => [kind, rows.filter((row) => isShown(row, kind, by)).length]))
  // Most comparisons have no item that is missing, and one experiment nothing to be better or worse than.
  const kinds = SHOWN.filter(
    (one) => (one !== 'missing' || counts.get(one) || search.show === one) && (!isSingle || one === 'errors'),
  )
  const sorts = isSingle ? SORTS.filter((one) => one !== 'worst' && one !== 'best') : SORTS
  return (
    <div className={bar.root}>
      <SearchField
        value={search.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        placeholder={t.experiments.searchItems}
        width={230}
      />
      <SegmentedControl
        aria-label={t.experiments.filterLabel}
        value={search.show ?? 'all'}
        onChange={(show) => onChange({ show: SHOWN.find((one) => one === show) })}
        data={[
          { value: 'all', label: t.experiments.filterAll },
          ...kinds.map((kind) => ({
            value: kind,
            label: (
              <span className={classes.kind}>
                {SHOWN_LABELS[kind]}
                <small>{formatCompact(counts.get(kind) ?? 0)}</small>
              </span>
            ),
          })),
        ]}
      />
      {!isSingle && (
        <NativeSelect
          size="xs"
          aria-label={t.experiments.by}
          value={search.by ?? 'any'}
          onChange={({ currentTarget: { value } }) => onChange({ by: value === 'any' ? undefined : value })}
          data={[
            { value: 'any', label: `${t.experiments.by} ${t.experiments.byAny}` },
            ...scores.numeric.map((name) => ({
              value: `score:${name}`,
              label: `${t.experiments.by} ${name}`,
            })),
            { value: 'latency', label: `${t.experiments.by} ${t.experiments.byLatency}` },
            { value: 'cost', label: `${t.experiments.by} ${t.experiments.byCost}` },
          ]}
          maw={170}
        />
      )}
      {others.length > 1 && (
        <NativeSelect
          size="xs"
          aria-label={t.experiments.of}
          value={search.vs ?? 'any'}
          onChange={({ currentTarget: { value } }) => onChange({ vs: value === 'any' ? undefined : value })}
          data={[
            { value: 'any', label: t.experiments.ofAny },
            ...others.map(({ id, name }) => ({ value: id, label: `${t.experiments.of} ${name}` })),
          ]}
          maw={190}
        />
      )}
      {scores.numeric.length > 0 && (
        <Below
          names={scores.numeric}
          written={search.below}
          onChange={(below) => onChange({ below })}
          preferred={search.by?.startsWith('score:') ? search.by.slice('score:'.length) : undefined}
        />
      )}
      <NativeSelect
        size="xs"
        aria-label={t.experiments.sort}
        value={search.sort ?? 'order'}
        onChange={({ currentTarget: { value } }) =>
          onChange({ sort: value === 'order' ? undefined : (value as Sort) })
        }
        data={sorts.map((sort) => ({
          value: sort,
          label: `${t.experiments.sort}: ${t.experiments.sorts[sort]}`,
        }))}
        maw={220}
        className={classes.sort}
      />
    </div>
  )
}

interface BelowProps {
  names: readonly string[]
  written: string | undefined
  preferred: string | undefined
  onChange: (written: string | undefined) => void
}

/** Only items with a score below a number. */
function Below({ names, written, preferred, onChange }: BelowProps) {
  const limit = written ? readBelow(written) : null
  const [text, setText] = useState(limit ? String(limit.bound) : '')
  const name = limit?.name ?? preferred ?? names[0] ?? ''
  // What is typed stays as it is typed: `0.` on the way to `0.5` is the same number as before.
  const bound = limit?.bound
  useEffect(
    () => setText((old) => (bound === undefined ? '' : Number(old) === bound ? old : String(bound))),
    [bound],
  )
  const report = (next: string, of: string) => {
    const bound = next.trim() === '' ? Number.NaN : Number(next)
    onChange(Number.isFinite(bound) ? `${of}:${bound}` : undefined)
  }
  return (
    <Tooltip label={t.experiments.belowHelp} multiline w={240}>
      <span className={classes.below} data-active={limit !== null || undefined}>
        {names.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t.experiments.below('')}
            value={name}
            onChange={({ currentTarget: { value } }) => report(text, value)}
            data={[...names]}
            maw={130}
          />
        )}
        <TextInput
          aria-label={t.experiments.below(name)}
          placeholder={t.experiments.belowPlaceholder}
          inputMode="decimal"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            report(event.target.value, name)
          }}
          w={84}
        />
      </span>
    </Tooltip>
  )
}
