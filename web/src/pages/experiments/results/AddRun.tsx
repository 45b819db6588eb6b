import { Button, Popover } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { type ExperimentRow, experimentChoicesQuery } from '../../../api/experiments'
import { RelativeTime } from '../../../components/RelativeTime'
import { t } from '../../../i18n'
import classes from './AddRun.module.css'

interface AddRunProps {
  project: string
  /** The dataset of the baseline: its other runs come first. */
  dataset: string
  /** Ids that are there already. */
  runs: readonly string[]
  onAdd: (id: string) => void
}

/** Chooses one more experiment to compare. */
export function AddRun({ project, dataset, runs, onAdd }: AddRunProps) {
  const [opened, control] = useDisclosure(false)
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text, 200)
  const related = useQuery({
    ...experimentChoicesQuery(project, q, dataset),
    enabled: opened && dataset !== '',
  })
  const all = useQuery({ ...experimentChoicesQuery(project, q, ''), enabled: opened })
  const choices: ExperimentRow[] = []
  for (const row of [...(dataset ? (related.data?.items ?? []) : []), ...(all.data?.items ?? [])]) {
    if (!runs.includes(row.id) && !choices.some(({ id }) => id === row.id)) choices.push(row)
  }
  return (
    <Popover opened={opened} onChange={control.toggle} position="bottom-end" width={340} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={control.toggle}>
          {t.experiments.addRun}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <input
          className={classes.search}
          placeholder={t.experiments.addRunSearch}
          aria-label={t.experiments.addRunSearch}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <div className={classes.list}>
          {choices.length === 0 && !all.isPending && (
            <p className={classes.none}>{t.experiments.addRunNone}</p>
          )}
          {choices.map((row) => (
            <button
              key={row.id}
              type="button"
              className={classes.choice}
              onClick={() => {
                control.close()
                onAdd(row.id)
              }}
            >
              <span className={classes.name} title={row.name}>
                {row.name}
              </span>
              <span className={classes.about}>
                {row.datasetId && row.datasetId === dataset
                  ? t.experiments.sameDataset
                  : (row.datasetName ?? t.experiments.local)}{' '}
                · <RelativeTime time={row.lastTime} />
              </span>
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
