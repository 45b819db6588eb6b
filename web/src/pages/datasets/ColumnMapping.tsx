import { Checkbox, Select, TextInput } from '@mantine/core'
import type { ImportColumn, ImportTarget } from '../../api/datasetTransfer'
import { t } from '../../i18n'
import classes from './ImportPage.module.css'
import { freeKey, isKeyed, moveColumn } from './mapColumns'

const says = t.imports
const KINDS = Object.entries(says.kinds).map(([value, label]) => ({ value, label }))

interface ColumnMappingProps {
  columns: ImportColumn[]
  /** Whether values are cells, which can mean JSON or text. */
  isTable: boolean
  onChange: (targets: Record<string, ImportTarget>) => void
}

/** Which column becomes what. */
export function ColumnMapping({ columns, isTable, onChange }: ColumnMappingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.frame} tabIndex={0} role="region" aria-label={says.columns}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{says.column}</th>
            <th>{says.sample}</th>
            <th>{says.becomes}</th>
            <th>{says.key}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, sample, target }) => {
            const hasKey = isKeyed(target.kind)
            return (
              <tr key={name} data-ignored={target.kind === 'ignore' || undefined}>
                <td className={classes.column} title={name}>
                  {name}
                </td>
                <td className={classes.sample} title={sample}>
                  {sample}
                </td>
                <td className={classes.target}>
                  <Select
                    aria-label={says.becomesOf(name)}
                    data={KINDS}
                    value={target.key ? `${target.kind}.` : target.kind}
                    onChange={(kind) => kind && onChange(choose(columns, name, kind))}
                    allowDeselect={false}
                    maxDropdownHeight={360}
                  />
                </td>
                <td className={classes.key}>
                  {hasKey && target.key !== '' && (
                    <TextInput
                      aria-label={says.keyOf(name)}
                      value={target.key}
                      // An empty key would mean the whole field.
                      onChange={(event) =>
                        event.target.value && onChange({ [name]: { ...target, key: event.target.value } })
                      }
                    />
                  )}
                </td>
                <td>
                  {isTable && hasKey && (
                    <Checkbox
                      label={says.asText}
                      aria-label={says.asTextOf(name)}
                      size="xs"
                      checked={target.isText ?? false}
                      onChange={(event) => onChange({ [name]: { ...target, isText: event.target.checked } })}
                    />
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

/** The targets when `kind` is chosen for a column; one with a dot is a key of it, also where no other column goes. */
function choose(columns: ImportColumn[], name: string, choice: string): Record<string, ImportTarget> {
  const kind = choice.replace(/\.$/, '') as ImportTarget['kind']
  const targets = moveColumn(columns, name, kind)
  const target = targets[name] as ImportTarget
  return choice.endsWith('.') && !target.key
    ? { ...targets, [name]: { ...target, key: freeKey(name, new Set()) } }
    : targets
}
