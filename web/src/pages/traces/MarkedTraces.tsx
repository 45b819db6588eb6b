import { useQueryClient } from '@tanstack/react-query'
import { deleteTraces } from '../../api/deletion'
import type { TraceLine } from '../../api/lists'
import { t } from '../../i18n'
import { DeleteMarked } from '../../table/DeleteMarked'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'
import { AddToMenu } from '../trace/AddToMenu'

interface MarkedTracesProps {
  project: string
  rows: readonly TraceLine[]
  marks: Marks
}

/** What can be done with the marked traces. */
export function MarkedTraces({ project, rows, marks }: MarkedTracesProps) {
  const queries = useQueryClient()
  const marked = rows.filter((row) => marks.ids.has(row.id))
  const ids = marked.map((row) => row.id)
  const observations = marked.reduce((sum, row) => sum + row.observationCount, 0)
  const done = () => {
    marks.setAll([])
    for (const list of ['traces', 'observations', 'scores', 'sessions', 'users']) {
      void queries.invalidateQueries({ queryKey: [list, project] })
    }
  }
  return (
    <MarkedBar marks={marks} copied={ids.join('\n')}>
      <AddToMenu subjects={ids.map((traceId) => ({ traceId }))} variant="default" />
      <DeleteMarked
        title={t.traces.deleteTitle(ids.length)}
        text={t.traces.deleteText(ids.length, observations)}
        run={() => deleteTraces(project, ids)}
        onDone={done}
      />
    </MarkedBar>
  )
}
