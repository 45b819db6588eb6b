import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { datasetQuery } from '../../api/datasets'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { PageError, PagePending } from '../../components/PageState'
import { SearchField } from '../../components/SearchField'
import bar from '../../filters/FilterBar.module.css'
import page from '../../filters/FilteredList.module.css'
import { t } from '../../i18n'
import { DatasetHead } from '../datasets/DatasetHead'
import { ExperimentList } from './ExperimentList'
import { MetadataFilter } from './MetadataFilter'
import type { ExperimentsSearch } from './search'

/** The experiments on one dataset. */
export function DatasetRunsPage() {
  const { projectId, datasetId } = useParams({
    from: '/signed-in/project/$projectId/datasets/$datasetId/runs',
  })
  const search = useSearch({ from: '/signed-in/project/$projectId/datasets/$datasetId/runs' })
  const navigate = useNavigate({ from: '/project/$projectId/datasets/$datasetId/runs' })
  const { data: dataset, error } = useQuery(datasetQuery(projectId, datasetId))
  const filter = useMemo(
    () => ({
      range: search.range ?? 'all',
      q: search.q,
      dataset: [datasetId],
      metadata: search.metadata,
    }),
    [search.range, search.q, search.metadata, datasetId],
  )
  useTitle(dataset?.name ?? t.experiments.title)
  const change = (part: Partial<ExperimentsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  if (error && !dataset)
    return (
      <PageError error={error}>
        <ButtonLink to="/project/$projectId/datasets" params={{ projectId: projectId }} variant="default">
          {t.datasets.title}
        </ButtonLink>
      </PageError>
    )
  return (
    <div className={page.root}>
      <DatasetHead project={projectId} dataset={dataset} tab="runs" />
      <div className={bar.root}>
        <SearchField
          value={filter.q ?? ''}
          onChange={(q) => change({ q: q || undefined }, true)}
          placeholder={t.experiments.searchPlaceholder}
          width={230}
        />
        <MetadataFilter pairs={filter.metadata ?? []} onChange={(metadata) => change({ metadata })} />
      </div>
      {dataset ? (
        <ExperimentList
          project={projectId}
          filter={filter}
          order={search.order ?? 'last.desc'}
          onOrder={(order) => change({ order: order === 'last.desc' ? undefined : order })}
          onWiden={() => change({ range: 'all' })}
          dataset={dataset}
        />
      ) : (
        <PagePending />
      )}
    </div>
  )
}
