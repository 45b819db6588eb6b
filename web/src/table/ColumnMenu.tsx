import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Columns3 } from 'lucide-react'
import { t } from '../i18n'
import classes from './ColumnMenu.module.css'
import type { Column } from './column'
import type { ColumnChoice } from './useColumns'

interface ColumnMenuProps<Row> {
  columns: readonly Column<Row>[]
  choice: ColumnChoice
  /** Names of scores that can be columns. */
  scores?: readonly string[]
}

/** Chooses which columns a list shows, and which scores get one. */
export function ColumnMenu<Row>({ columns, choice, scores = [] }: ColumnMenuProps<Row>) {
  const [opened, control] = useDisclosure(false)
  const free = columns.filter((one) => !one.fixed && !one.key.startsWith('score:'))
  const shown = choice.keys ?? free.filter((one) => !one.optional).map((one) => one.key)
  const names = [...new Set([...choice.scores, ...scores])].sort()
  return (
    <Popover opened={opened} onChange={control.toggle} position="bottom-end" width={240} trapFocus>
      <Popover.Target>
        <Tooltip label={t.table.columns} disabled={opened}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t.table.chooseColumns}
            aria-expanded={opened}
            onClick={control.toggle}
          >
            <Columns3 size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.list} role="group" aria-label={t.table.chooseColumns}>
          {free.map((column) => (
            <Choice
              key={column.key}
              label={column.label}
              checked={shown.includes(column.key)}
              onChange={() => choice.toggle(column.key, shown)}
            />
          ))}
          {names.length > 0 && <span className={classes.title}>{t.table.scoreColumns}</span>}
          {names.map((name) => (
            <Choice
              key={name}
              label={name}
              checked={choice.scores.includes(name)}
              onChange={() => choice.toggleScore(name)}
            />
          ))}
        </div>
        <button type="button" className={classes.reset} onClick={choice.reset}>
          {t.table.columnsReset}
        </button>
      </Popover.Dropdown>
    </Popover>
  )
}

function Choice({ label, checked, onChange }: { label: string; checked: boolean; onChange: () => void }) {
  return (
    <label className={classes.choice}>
      <input type="checkbox" checked={checked} onChange={onChange} />
      <span>{label}</span>
    </label>
  )
}
