import type { ScoreCell } from '../api/lists'
import { ScoresCell } from './cells'
import type { Column } from './column'

/** A column for each chosen score. */
export function scoreColumns<Row extends { scores: ScoreCell[] }>(names: readonly string[]): Column<Row>[] {
  return names.map((name) => ({
    key: `score:${name}`,
    label: name,
    width: 84,
    render: (row) => <ScoresCell scores={row.scores} name={name} />,
  }))
}
