import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { datasetQuery } from '../../api/datasets'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { t } from '../../i18n'

/** One dataset. */
export function DatasetPage() {
  const { projectId, datasetId } = useParams({ from: '/signed-in/project/$projectId/datasets/$datasetId' })
  const { data, error } = useQuery(datasetQuery(projectId, datasetId))
  useTitle(data?.name ?? t.datasets.title)
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return <PageHead title={data.name} note={t.datasets.items(data.itemCount)} />
}
