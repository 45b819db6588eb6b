import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core'
import { Plus, X } from 'lucide-react'
import { t } from '../../i18n'
import { addTier, type ModelFields, newKey, type Problems, type TierFields } from './formState'
import classes from './PriceGrid.module.css'
import { unitsAPrice } from './price'

const says = t.models.form
/** Names of usage types that senders use; any other can be typed. */
const KNOWN_TYPES = [
  'input',
  'input_cached_tokens',
  'input_cache_creation',
  'input_cache_creation_5m',
  'input_cache_creation_1h',
  'input_audio_tokens',
  'input_image_tokens',
  'output',
  'output_reasoning_tokens',
  'output_audio_tokens',
  'output_image_tokens',
  'web_search_queries',
  'total',
]

interface PriceGridProps {
  fields: ModelFields
  problems: Problems
  onChange: (part: Partial<ModelFields>) => void
}

/** Prices as a table that is typed into: usage types down, tiers across. */
export function PriceGrid({ fields, problems, onChange }: PriceGridProps) {
  const { types, tiers } = fields
  const setTier = (key: string, part: Partial<TierFields>) =>
    onChange({ tiers: tiers.map((tier) => (tier.key === key ? { ...tier, ...part } : tier)) })
  const unit = unitsAPrice(fields.unit) === 1 ? says.pricesPerUnit : says.pricesPerMillion
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>
        {says.prices} <span className={classes.note}>{unit}</span>
      </legend>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t.models.usageType}</th>
              {tiers.map((tier, index) => (
                <th key={tier.key} scope="col">
                  <div className={classes.tier}>
                    <TextInput
                      aria-label={says.tierName(index + 1)}
                      value={tier.name}
                      onChange={({ target }) => setTier(tier.key, { name: target.value })}
                      error={problems[tier.key]}
                    />
                    {index > 0 && (
                      <Remove
                        label={says.removeTier(tier.name)}
                        onClick={() => onChange({ tiers: tiers.filter((one) => one.key !== tier.key) })}
                      />
                    )}
                  </div>
                </th>
              ))}
              <th>
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<Plus size={13} aria-hidden />}
                  onClick={() => onChange(addTier(fields))}
                >
                  {says.addTier}
                </Button>
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map((type, index) => (
              <tr key={type.key}>
                <th scope="row">
                  <TextInput
                    aria-label={says.usageType(index + 1)}
                    list="usage-types"
                    value={type.name}
                    onChange={({ target }) =>
                      onChange({
                        types: types.map((one) =>
                          one.key === type.key ? { ...one, name: target.value } : one,
                        ),
                      })
                    }
                    error={problems[type.key]}
                    classNames={{ input: classes.mono }}
                    spellCheck={false}
                  />
                </th>
                {tiers.map((tier) => (
                  <td key={tier.key}>
                    <TextInput
                      aria-label={says.price(type.name, tier.name)}
                      inputMode="decimal"
                      leftSection="$"
                      leftSectionWidth={20}
                      {...(isCounted(fields.unit, type.name)
                        ? { rightSection: says.each, rightSectionWidth: 40 }
                        : {})}
                      value={tier.prices[type.key] ?? ''}
                      onChange={({ target }) =>
                        setTier(tier.key, { prices: { ...tier.prices, [type.key]: target.value } })
                      }
                      error={problems[`${tier.key}.${type.key}`]}
                    />
                  </td>
                ))}
                <td>
                  {types.length > 1 && (
                    <Remove
                      label={says.removeType(type.name)}
                      onClick={() => onChange({ types: types.filter((one) => one.key !== type.key) })}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <datalist id="usage-types">
        {KNOWN_TYPES.filter((name) => types.every((type) => type.name !== name)).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <div className={classes.foot}>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Plus size={13} aria-hidden />}
          onClick={() => onChange({ types: [...types, { key: newKey(), name: '' }] })}
        >
          {says.addType}
        </Button>
        {tiers.length > 1 && <span className={classes.note}>{says.tierHelp}</span>}
      </div>
    </fieldset>
  )
}

/** Whether a price is for one of them although those of the model are for a million. */
const isCounted = (unit: string, type: string): boolean => unitsAPrice(unit, type) !== unitsAPrice(unit)

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={24} aria-label={label} onClick={onClick}>
        <X size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
