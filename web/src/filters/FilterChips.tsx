import { X } from 'lucide-react'
import { t } from '../i18n'
import { without } from './conditions'
import { describeCondition } from './describe'
import classes from './FilterChips.module.css'
import type { Filters } from './useFilters'

interface FilterChipsProps {
  filters: Filters
  onClear: () => void
}

/** What narrows the list, each with a way to take it off. */
export function FilterChips({ filters, onClear }: FilterChipsProps) {
  const { conditions } = filters.filter
  if (conditions.length === 0) return null
  return (
    <ul className={classes.root} aria-label={t.filters.active}>
      {conditions.map((condition) => {
        const { name, operator, value } = describeCondition(condition, filters.specs.get(condition.column))
        const text = `${name}${operator === ':' ? ':' : ` ${operator}`} ${value}`.trim()
        return (
          <li key={JSON.stringify(condition)} className={classes.chip}>
            <span className={classes.text} title={text}>
              <span className={classes.name}>{name}</span>
              {operator === ':' ? ': ' : ` ${operator} `}
              <b className={classes.value}>{value}</b>
            </span>
            <button
              type="button"
              className={classes.remove}
              aria-label={t.filters.remove(text)}
              onClick={() => filters.change(without(conditions, condition))}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        )
      })}
      <li>
        <button type="button" className={classes.clear} onClick={onClear}>
          {t.common.clearAll}
        </button>
      </li>
    </ul>
  )
}
