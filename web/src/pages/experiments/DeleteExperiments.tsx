import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteExperiments, type ExperimentRow } from '../../api/experiments'
import { Confirm } from '../../components/Confirm'
import { toast } from '../../components/toast'
import { t } from '../../i18n'

const NAMED = 3

interface DeleteExperimentsProps {
  project: string
  rows: readonly ExperimentRow[]
  onDone: () => void
  onClose: () => void
}

/** Deletes experiments after saying what goes and what stays; their traces go only when that is wanted. */
export function DeleteExperiments({ project, rows, onDone, onClose }: DeleteExperimentsProps) {
  const queries = useQueryClient()
  const [withTraces, setWithTraces] = useState(false)
  const names = rows.slice(0, NAMED).map(({ name }) => `“${name}”`)
  const more = rows.length - names.length
  const items = rows.reduce((sum, { itemCount }) => sum + itemCount, 0)
  const traces = rows.reduce((sum, { traceCount }) => sum + traceCount, 0)
  return (
    <Confirm
      title={t.experiments.deleteTitle(rows.length)}
      action={t.experiments.deleteAction(rows.length)}
      run={() =>
        deleteExperiments(
          project,
          rows.map(({ id }) => id),
          withTraces,
        )
      }
      onDone={() => {
        toast(t.experiments.deleted(rows.length))
        void queries.invalidateQueries({ queryKey: ['experiments', project] })
        if (withTraces) void queries.invalidateQueries({ queryKey: ['traces', project] })
        onDone()
      }}
      onClose={onClose}
    >
      <p>{t.experiments.deleteText([...names, ...(more > 0 ? [`+${more}`] : [])].join(', '), items)}</p>
      {!withTraces && <p>{t.experiments.deleteStay}</p>}
      {traces > 0 && (
        <Checkbox
          mt={12}
          label={t.experiments.deleteTraces(traces)}
          checked={withTraces}
          onChange={(event) => setWithTraces(event.target.checked)}
        />
      )}
    </Confirm>
  )
}
