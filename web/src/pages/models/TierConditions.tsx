import { Button, Select, Switch, TextInput } from '@mantine/core'
import { Plus } from 'lucide-react'
import { t } from '../../i18n'
import { type ConditionFields, newCondition, OPERATORS, type Problems, type TierFields } from './formState'
import { Remove } from './PriceGrid'
import classes from './TierConditions.module.css'

const says = t.models.form
const SOURCES = (['usage', 'model_parameters', 'metadata'] as const).map((value) => ({
  value,
  label: says.sources[value],
}))
const COMPARISONS = OPERATORS.map((value) => ({ value, label: says.operators[value] }))

interface TierConditionsProps {
  tier: TierFields
  problems: Problems
  onChange: (conditions: ConditionFields[]) => void
}

/** When a tier holds: conditions on the usage, on model parameters or on metadata, all of which must be true. */
export function TierConditions({ tier, problems, onChange }: TierConditionsProps) {
  const set = (key: string, part: Partial<ConditionFields>) =>
    onChange(tier.conditions.map((one) => (one.key === key ? { ...one, ...part } : one)))
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{says.when(tier.name)}</legend>
      {tier.conditions.map((condition, index) => (
        <div key={condition.key} className={classes.line}>
          {index > 0 && <span className={classes.and}>{says.and}</span>}
          <Select
            aria-label={says.conditionOn}
            data={SOURCES}
            value={condition.source}
            onChange={(source) =>
              source && set(condition.key, { source: source as ConditionFields['source'] })
            }
            allowDeselect={false}
            w={150}
          />
          {condition.source === 'usage' ? (
            <>
              <TextInput
                aria-label={says.usagePattern}
                placeholder="^input"
                value={condition.pattern}
                onChange={({ target }) => set(condition.key, { pattern: target.value })}
                error={problems[condition.key] && !condition.pattern}
                classNames={{ input: classes.mono }}
                spellCheck={false}
                w={170}
              />
              <Select
                aria-label={says.operator}
                data={COMPARISONS}
                value={condition.operator}
                onChange={(operator) =>
                  operator && set(condition.key, { operator: operator as ConditionFields['operator'] })
                }
                allowDeselect={false}
                w={70}
              />
              <TextInput
                aria-label={says.value}
                placeholder="200000"
                inputMode="numeric"
                value={condition.value}
                onChange={({ target }) => set(condition.key, { value: target.value })}
                error={problems[condition.key]}
                w={130}
              />
              <Switch
                label={says.caseSensitive}
                checked={condition.caseSensitive}
                onChange={({ target }) => set(condition.key, { caseSensitive: target.checked })}
              />
            </>
          ) : (
            <>
              <TextInput
                aria-label={says.key}
                placeholder={says.key}
                value={condition.attribute}
                onChange={({ target }) => set(condition.key, { attribute: target.value })}
                error={problems[condition.key] && !condition.attribute.trim()}
                spellCheck={false}
                w={170}
              />
              <span className={classes.and}>{says.oneOf}</span>
              <TextInput
                aria-label={says.values}
                placeholder={says.values}
                value={condition.values}
                onChange={({ target }) => set(condition.key, { values: target.value })}
                error={problems[condition.key]}
                w={240}
              />
            </>
          )}
          <Remove
            label={says.removeCondition}
            onClick={() => onChange(tier.conditions.filter((one) => one.key !== condition.key))}
          />
        </div>
      ))}
      {problems[`${tier.key}.conditions`] && (
        <p className={classes.problem} role="alert">
          {problems[`${tier.key}.conditions`]}
        </p>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...tier.conditions, newCondition()])}
      >
        {says.addCondition}
      </Button>
    </fieldset>
  )
}
