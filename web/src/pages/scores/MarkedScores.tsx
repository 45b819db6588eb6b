import { useQueryClient } from '@tanstack/react-query'
import { deleteScores } from '../../api/deletion'
import type { ScoreRow } from '../../api/lists'
import { t } from '../../i18n'
import { DeleteMarked } from '../../table/DeleteMarked'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'

interface MarkedScoresProps {
  project: string
  rows: readonly ScoreRow[]
  marks: Marks
}

/** What can be done with the marked scores. */
export function MarkedScores({ project, rows, marks }: MarkedScoresProps) {
  const queries = useQueryClient()
  const marked = rows.filter((row) => marks.ids.has(row.id))
  const ids = marked.map((row) => row.id)
  const done = () => {
    marks.setAll([])
    for (const list of ['scores', 'traces', 'observations']) {
      void queries.invalidateQueries({ queryKey: [list, project] })
    }
  }
  return (
    <MarkedBar marks={marks} copied={ids.join('\n')}>
      <DeleteMarked
        title={t.scores.deleteTitle(ids.length)}
        text={t.scores.deleteText(namesOf(marked))}
        run={() => deleteScores(project, ids)}
        onDone={done}
      />
    </MarkedBar>
  )
}

/** What is marked, by name: `3 × accuracy, 1 × tone`. */
function namesOf(rows: readonly ScoreRow[]): string {
  const counts = new Map<string, number>()
  for (const { name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => t.scores.named(name, count)).join(', ')
}
