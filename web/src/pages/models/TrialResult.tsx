import type { MatchResult } from '../../api/models'
import { Badge } from '../../components/Badge'
import { formatCost, formatCount } from '../../format/number'
import { t } from '../../i18n'
import { dollars, unitsAPrice } from './price'
import classes from './Trial.module.css'

const says = t.models.trial

const price = (value: number, own: number, units: number): string =>
  own === units ? dollars(value, own) : t.models.each(dollars(value, own))

/** What a call costs, part by part, and which definition says so. */
export function TrialResult({ result, isOfDraft }: { result: MatchResult; isOfDraft: boolean }) {
  const { model, lines } = result
  if (!model) return <p className={classes.quiet}>{says.nothing}</p>
  const units = unitsAPrice(model.unit)
  return (
    <>
      {isOfDraft && !result.isDraft && <p className={classes.quiet}>{says.otherModel}</p>}
      <p className={classes.head}>
        <span className={classes.quiet}>{says.by}</span>
        <b>{result.isDraft ? says.thisModel : model.modelName}</b>
        {!result.isDraft && (
          <span className={classes.quiet}>{model.isManaged ? model.provider : t.models.own}</span>
        )}
        <Badge>{result.tier}</Badge>
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{t.models.usageType}</th>
            <th>{says.unitsShort}</th>
            <th title={units === 1 ? t.models.perUnit : t.models.perMillion}>{says.price}</th>
            <th>{says.cost}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.usageType}>
              <td>
                <code>{line.usageType}</code>
              </td>
              <td>{formatCount(line.units)}</td>
              <td>
                {line.price === null ? (
                  <span className={classes.quiet}>{says.noPrice}</span>
                ) : (
                  price(line.price, unitsAPrice(model.unit, line.usageType), units)
                )}
              </td>
              <td>{line.costUsd === null ? '–' : formatCost(line.costUsd)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              {says.total}
            </th>
            <td data-testid="trial-total">{formatCost(result.costUsd)}</td>
          </tr>
        </tfoot>
      </table>
    </>
  )
}
