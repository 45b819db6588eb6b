import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Database } from 'lucide-react'
import { datasetChoiceQuery, MAX_SOURCES, WHOLE } from '../../../api/datasetSources'
import { useProjectId } from '../../../app/useProjectId'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import type { AddedSubject } from '../destinations'
import { recentFirst, useRecent } from './recent'
import { useAddToDataset } from './useAddToDataset'

const SHOWN = 3

/** Datasets to which one click adds: those used last, then those changed last. */
export function RecentDatasets({ subjects }: { subjects: readonly AddedSubject[] }) {
  const project = useProjectId()
  const { recent } = useRecent(project)
  const { data } = useQuery(datasetChoiceQuery(project))
  const addition = useAddToDataset({ isAlone: true })
  const shown = recentFirst(data ?? [], recent).slice(0, SHOWN)
  if (shown.length === 0 || subjects.length > MAX_SOURCES) return null
  return (
    <>
      <Menu.Label>{t.addTo.recent}</Menu.Label>
      {shown.map((dataset) => (
        <Menu.Item
          key={dataset.id}
          leftSection={<Database size={14} aria-hidden />}
          onClick={() =>
            addition.mutate({ dataset, choice: { sources: [...subjects], byTurn: true, mapping: WHOLE } })
          }
        >
          {showReordering(dataset.name)}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  )
}
