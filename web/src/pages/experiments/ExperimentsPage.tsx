import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { experimentDatasetsQuery } from '../../api/experiments'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { SearchField } from '../../components/SearchField'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import { t } from '../../i18n'
import { DatasetChoice } from './DatasetChoice'
import { ExperimentList } from './ExperimentList'
import { MetadataFilter } from './MetadataFilter'
import { EXPERIMENTS_RANGE, type ExperimentsSearch } from './search'

/** Experiments of all datasets, whichever SDK has reported them. */
export function ExperimentsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/experiments' })
  const navigate = useNavigate({ from: '/project/$projectId/experiments' })
  const filter = useMemo(
    () => ({
      range: search.range ?? EXPERIMENTS_RANGE,
      q: search.q,
      dataset: search.dataset,
      metadata: search.metadata,
    }),
    [search.range, search.q, search.dataset, search.metadata],
  )
  const { data: datasets } = useQuery(experimentDatasetsQuery(project))
  useTitle(t.experiments.title)
  const change = (part: Partial<ExperimentsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })

  return (
    <div className={page.root}>
      <PageHead title={t.experiments.title}>
        <RangePicker
          value={filter.range}
          onChange={(range) => change({ range: range === EXPERIMENTS_RANGE ? undefined : range })}
        />
      </PageHead>
      <div className={bar.root}>
        <SearchField
          value={filter.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={t.experiments.searchPlaceholder}
          width={230}
        />
        <DatasetChoice
          datasets={datasets ?? []}
          chosen={filter.dataset}
          onChange={(dataset) => change({ dataset })}
        />
        <MetadataFilter pairs={filter.metadata ?? []} onChange={(metadata) => change({ metadata })} />
      </div>
      <ExperimentList
        project={project}
        filter={filter}
        order={search.order ?? 'last.desc'}
        onOrder={(order) => change({ order: order === 'last.desc' ? undefined : order })}
        onWiden={() => change({ range: 'all' })}
      />
    </div>
  )
}
