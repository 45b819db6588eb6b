import type { FacetValue } from '../../api/types'
import { Facet } from '../../components/Facet'
import { t } from '../../i18n'

interface DatasetChoiceProps {
  datasets: readonly { id: string; name: string; count: number }[]
  /** Ids of the chosen datasets. */
  chosen: readonly string[] | undefined
  onChange: (chosen: string[] | undefined) => void
}

/** Narrows experiments to datasets: shown by name, kept by id. */
export function DatasetChoice({ datasets, chosen, onChange }: DatasetChoiceProps) {
  const names = new Map(datasets.map(({ id, name }) => [id, name]))
  const ids = new Map(datasets.map(({ id, name }) => [name, id]))
  const values: FacetValue[] = datasets.map(({ name, count }) => ({ value: name, count }))
  return (
    <Facet
      label={t.experiments.datasetFilter}
      values={values}
      chosen={chosen?.map((id) => names.get(id) ?? id)}
      onChange={(next) => onChange(next?.map((name) => ids.get(name) ?? name))}
    />
  )
}
