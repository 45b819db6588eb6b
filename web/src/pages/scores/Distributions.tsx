import { useQuery } from '@tanstack/react-query'
import { distributionsQuery, type ScoreDistribution } from '../../api/lists'
import { choose, limit } from '../../filters/conditions'
import type { FacetSpec } from '../../filters/facetSpec'
import type { Filters } from '../../filters/useFilters'
import { formatCompact } from '../../format/number'
import { formatScore } from '../../format/score'
import { t } from '../../i18n'
import classes from './Distributions.module.css'

const NAME: FacetSpec = { column: 'name', kind: 'options', label: '' }
const CATEGORY: FacetSpec = { column: 'stringValue', kind: 'options', label: '' }

/** How the values of the matching scores are distributed, one small chart a score; a click narrows the list. */
export function Distributions({ filters }: { filters: Filters }) {
  const { data } = useQuery(distributionsQuery(filters.project, filters.filter))
  if (!data || data.length === 0) return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.root} tabIndex={0} role="region" aria-label={t.scores.distributions}>
      {data.map((one) => (
        <Chart key={`${one.name} ${one.dataType}`} one={one} filters={filters} />
      ))}
    </div>
  )
}

function Chart({ one, filters }: { one: ScoreDistribution; filters: Filters }) {
  const narrow = () => filters.change(choose(filters.filter.conditions, NAME, [one.name], 'any of'))
  const type = t.scores.types[one.dataType] ?? one.dataType
  return (
    <figure className={classes.card}>
      <figcaption className={classes.head}>
        <button type="button" className={classes.name} onClick={narrow} title={`${one.name} (${type})`}>
          {one.name}
        </button>
        <span className={classes.count}>{formatCompact(one.count)}</span>
      </figcaption>
      {one.dataType === 'NUMERIC' && <Bins one={one} filters={filters} />}
      {one.categories.length > 0 && <Bars one={one} filters={filters} />}
      {one.dataType !== 'NUMERIC' && one.categories.length === 0 && (
        <p className={classes.none}>{t.scores.texts}</p>
      )}
    </figure>
  )
}

function Bins({ one, filters }: { one: ScoreDistribution; filters: Filters }) {
  const { least, most, bins, average } = one
  if (least === null || most === null) return null
  const highest = Math.max(1, ...bins)
  const width = (most - least) / bins.length
  const edge = (at: number) => least + at * width
  const narrow = (from: number, to: number) => {
    const named = choose(filters.filter.conditions, NAME, [one.name], 'any of')
    filters.change(limit(named, 'value', { from, to }))
  }
  return (
    <>
      <div className={classes.bins}>
        {bins.map((count, at) => {
          const from = edge(at)
          const label = t.scores.bin(formatScore(from), formatScore(edge(at + 1)), count)
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
              key={at}
              type="button"
              className={classes.bin}
              title={label}
              aria-label={label}
              disabled={count === 0}
              onClick={() => narrow(from, at === bins.length - 1 ? most : edge(at + 1))}
            >
              <span style={{ height: count ? `${Math.max(6, (100 * count) / highest)}%` : 0 }} />
            </button>
          )
        })}
      </div>
      <div className={classes.axis}>
        <span>{formatScore(least)}</span>
        {average !== null && <span>{t.scores.average(formatScore(average))}</span>}
        <span>{formatScore(most)}</span>
      </div>
    </>
  )
}

function Bars({ one, filters }: { one: ScoreDistribution; filters: Filters }) {
  const highest = Math.max(1, ...one.categories.map(({ count }) => count))
  const narrow = (value: string) => {
    const named = choose(filters.filter.conditions, NAME, [one.name], 'any of')
    filters.change(choose(named, CATEGORY, [value], 'any of'))
  }
  return (
    <div className={classes.bars}>
      {one.categories.slice(0, 4).map(({ value, count }) => (
        <button
          key={value}
          type="button"
          className={classes.row}
          title={t.scores.category(value, count)}
          onClick={() => narrow(value)}
        >
          <span className={classes.meter} style={{ width: `${(100 * count) / highest}%` }} aria-hidden />
          <span className={classes.label}>{value || t.common.none}</span>
          <span className={classes.count}>{formatCompact(count)}</span>
        </button>
      ))}
    </div>
  )
}
