import { SegmentedControl, Select, TextInput } from '@mantine/core'
import type { MappingChoice } from '../../../api/datasetSources'
import { t } from '../../../i18n'
import classes from './MappingForm.module.css'

interface MappingFormProps {
  mapping: MappingChoice
  onMapping: (mapping: MappingChoice) => void
  byTurn: boolean
  onByTurn: (byTurn: boolean) => void
}

const options = (labels: Record<string, string>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }))
const UNITS = options(t.addTo.units)
const INPUTS = options(t.addTo.inputs)
const EXPECTEDS = options(t.addTo.expecteds)
const METADATAS = options(t.addTo.metadatas)

/** Which parts of a trace or step go into an item. */
export function MappingForm({ mapping, onMapping, byTurn, onByTurn }: MappingFormProps) {
  const change = (part: Partial<MappingChoice>) => onMapping({ ...mapping, ...part })
  return (
    <div className={classes.root}>
      <div>
        <span className={classes.label} id="item-unit">
          {t.addTo.makeFrom}
        </span>
        <SegmentedControl
          fullWidth
          aria-labelledby="item-unit"
          aria-describedby="item-unit-help"
          data={UNITS}
          value={byTurn ? 'turn' : 'trace'}
          onChange={(unit) => onByTurn(unit === 'turn')}
        />
        <p className={classes.help} id="item-unit-help">
          {t.addTo.unitHelp}
        </p>
      </div>
      <Select
        label={t.addTo.input}
        data={INPUTS}
        value={mapping.input}
        allowDeselect={false}
        onChange={(input) => change({ input: input as MappingChoice['input'] })}
      />
      {mapping.input === 'path' && (
        <PathField
          what={t.addTo.input}
          value={mapping.inputPath ?? '$'}
          onChange={(inputPath) => change({ inputPath })}
        />
      )}
      <Select
        label={t.addTo.expected}
        data={EXPECTEDS}
        value={mapping.expectedOutput}
        allowDeselect={false}
        onChange={(part) => change({ expectedOutput: part as MappingChoice['expectedOutput'] })}
      />
      {mapping.expectedOutput === 'path' && (
        <PathField
          what={t.addTo.expected}
          value={mapping.expectedOutputPath ?? '$'}
          onChange={(expectedOutputPath) => change({ expectedOutputPath })}
        />
      )}
      <Select
        label={t.addTo.metadata}
        data={METADATAS}
        value={mapping.metadata}
        allowDeselect={false}
        onChange={(part) => change({ metadata: part as MappingChoice['metadata'] })}
      />
    </div>
  )
}

interface PathFieldProps {
  what: string
  value: string
  onChange: (path: string) => void
}

function PathField({ what, value, onChange }: PathFieldProps) {
  return (
    <TextInput
      aria-label={t.addTo.pathOf(what)}
      placeholder="$.messages[-1].content"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      spellCheck={false}
      classNames={{ input: classes.path }}
    />
  )
}
