import type { ModelRow, TierView } from '../../api/models'
import { formatExact } from '../../format/moment'
import { t } from '../../i18n'
import classes from './PriceMatrix.module.css'
import { dollars, unitsAPrice } from './price'

/** All prices of a definition: usage types by tiers, and when each tier holds. */
export function PriceMatrix({ model }: { model: ModelRow }) {
  const units = unitsAPrice(model.unit)
  const tiers = model.pricingTiers
  const types = Object.keys(tiers[0]?.prices ?? {})
  return (
    <div className={classes.root}>
      <dl className={classes.facts}>
        <div>
          <dt>{t.models.pattern}</dt>
          <dd>
            <code>{model.matchPattern}</code>
          </dd>
        </div>
        <div>
          <dt>{t.models.startDate}</dt>
          <dd>{model.startDate ? formatExact(new Date(model.startDate)) : t.models.sinceEver}</dd>
        </div>
        <div>
          <dt>{t.models.unit}</dt>
          <dd>{unitName(model.unit)}</dd>
        </div>
      </dl>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption>{units === 1 ? t.models.perUnit : t.models.perMillion}</caption>
          <thead>
            <tr>
              <th scope="col">{t.models.usageType}</th>
              {tiers.map((tier) => (
                <th key={tier.id} scope="col">
                  {tier.name}
                  <span className={classes.when}>{conditionsOf(tier, tiers.length > 1)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {types.map((type) => (
              <tr key={type}>
                <th scope="row">
                  <code>{type}</code>
                </th>
                {tiers.map((tier) => (
                  <td key={tier.id}>{priced(tier.prices[type] ?? 0, model.unit, type, units)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** A price, with a word where it is for another number of units than the table says. */
function priced(price: number, unit: string | null, type: string, units: number): string {
  const own = unitsAPrice(unit, type)
  return own === units ? dollars(price, own) : t.models.each(dollars(price, own))
}

const UNITS: Record<string, string> = t.models.units

function unitName(unit: string | null): string {
  return UNITS[unit ?? 'TOKENS'] ?? unit ?? ''
}

/** When a tier holds, in few words: `^input > 200,000 and service_tier: flex`. */
function conditionsOf(tier: TierView, isOneOfMany: boolean): string {
  if (tier.isDefault) return isOneOfMany ? t.models.always : ''
  return tier.conditions
    .map((condition) =>
      'usageDetailPattern' in condition
        ? `${condition.usageDetailPattern} ${t.models.form.operators[condition.operator]} ${condition.value.toLocaleString('en')}`
        : `${condition.key}: ${condition.values.join(', ')}`,
    )
    .join(` ${t.models.form.and} `)
}
