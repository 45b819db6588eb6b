import { Link } from '@tanstack/react-router'
import type { ObservationDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { formatCost, formatCount, formatShare } from '../../../format/number'
import { t } from '../../../i18n'
import classes from './Table.module.css'

interface UsageTableProps {
  /** A model call, or the sum over all calls of a model: only one call knows where its cost is from. */
  observation: Pick<ObservationDetail, 'usage' | 'cost' | 'costUsd'> &
    Partial<Pick<ObservationDetail, 'costSource' | 'modelId' | 'pricingTier'>>
}

const ORDER = ['input', 'input_cached_tokens', 'input_cache_creation', 'output', 'output_reasoning_tokens']
const COLORS: Record<string, string> = {
  input: 'var(--k-model)',
  input_cached_tokens: 'color-mix(in srgb, var(--k-model) 38%, var(--surface))',
  input_cache_creation: 'color-mix(in srgb, var(--k-model) 65%, var(--surface))',
  output: 'var(--k-turn)',
  output_reasoning_tokens: 'color-mix(in srgb, var(--k-turn) 45%, var(--surface))',
}

/** Tokens by bucket, as a bar and in figures, with what each cost. The buckets sum to the total. */
export function UsageTable({ observation }: UsageTableProps) {
  const projectId = useProjectId()
  const { usage, cost, costUsd, costSource = '', modelId = '', pricingTier = '' } = observation
  const buckets = Object.keys(usage).filter((key) => key !== 'total')
  buckets.sort((one, other) => rank(one) - rank(other))
  const total = usage.total ?? buckets.reduce((sum, key) => sum + (usage[key] ?? 0), 0)
  if (buckets.length === 0 && costUsd === null) return null
  return (
    <section>
      <h3 className={classes.heading}>{t.trace.usage}</h3>
      <div className={classes.bar} aria-hidden>
        {buckets.map((key) => (
          <span
            key={key}
            style={{ width: `${(100 * (usage[key] ?? 0)) / Math.max(1, total)}%`, background: colorOf(key) }}
          />
        ))}
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t.trace.bucket}</th>
            <th data-end>{t.trace.count}</th>
            <th data-end>{t.trace.share}</th>
            <th data-end>{t.trace.cost}</th>
          </tr>
        </thead>
        <tbody>
          {buckets.map((key) => (
            <tr key={key}>
              <td>
                <span className={classes.swatch} style={{ background: colorOf(key) }} aria-hidden />
                {t.trace.usageBuckets[key] ?? key}
              </td>
              <td data-end>{formatCount(usage[key] ?? 0)}</td>
              <td data-end>{formatShare(usage[key] ?? 0, total)}</td>
              <td data-end title={perMillion(cost[key], usage[key])}>
                {formatCost(cost[key])}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>{t.trace.total}</td>
            <td data-end>{formatCount(total)}</td>
            <td />
            <td data-end title={costUsd === null ? t.traces.noPrice : undefined}>
              {formatCost(costUsd)}
            </td>
          </tr>
        </tfoot>
      </table>
      {costSource && (
        <p className={classes.source}>
          {t.detail.costSources[costSource] ?? costSource}
          {pricingTier && ` ${t.detail.pricingTier(pricingTier)}`}{' '}
          {modelId && (
            <Link to="/project/$projectId/settings/models" params={{ projectId }} search={{ open: modelId }}>
              {t.detail.showPrices}
            </Link>
          )}
        </p>
      )}
    </section>
  )
}

/** What a bucket's tokens cost by the million, which is how prices are published. */
function perMillion(cost: number | undefined, count: number | undefined): string | undefined {
  return cost !== undefined && count ? t.detail.perMillion(formatCost((1e6 * cost) / count)) : undefined
}

function rank(bucket: string): number {
  const index = ORDER.indexOf(bucket)
  return index < 0 ? ORDER.length : index
}

function colorOf(bucket: string): string {
  return COLORS[bucket] ?? 'var(--k-other)'
}
