import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ItemVersion, itemQuery, versionsQuery } from '../../api/datasetItems'
import { useMay } from '../../app/useRole'
import { Badge } from '../../components/Badge'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { toastError } from '../../components/toast'
import { t } from '../../i18n'
import { ItemDiff } from './ItemDiff'
import classes from './ItemDrawer.module.css'
import type { ItemsSearch } from './search'
import { useDeeds } from './useDeeds'

const says = t.datasets.item

interface ItemVersionsProps {
  project: string
  dataset: string
  item: string
  onSearch: (part: Partial<ItemsSearch>) => void
}

/** The versions of an item, newest first: what changed, and the way back. */
export function ItemVersions({ project, dataset, item, onSearch }: ItemVersionsProps) {
  const query = useInfiniteQuery(versionsQuery(project, dataset, item))
  const [open, setOpen] = useState<string>()
  const mayWrite = useMay('member')
  const { perform } = useDeeds(project, dataset)
  const restoring = useMutation({
    mutationFn: (version: string) => perform('restore', [item], version),
    onSuccess: () => onSearch({ tab: undefined, version: undefined }),
    onError: toastError,
  })
  if (query.isError && !query.data) return <PageError error={query.error} />
  if (!query.data) return <PagePending />
  const versions = query.data.pages.flatMap((page) => page.items)
  return (
    <>
      <ol className={classes.versions}>
        {versions.map((version, index) => {
          const before = versions[index + 1]
          const isOpen = version.version === open
          return (
            <li key={version.version}>
              <div className={classes.version}>
                <span className={classes.what}>
                  <span>
                    <b>{says.actions[version.action]}</b> <RelativeTime time={version.version} />{' '}
                    {index === 0 && <Badge tone="outline">{says.current}</Badge>}
                  </span>
                  <small>{aboutOf(version)}</small>
                </span>
                {before && version.changed.length > 0 && (
                  <Button
                    variant="subtle"
                    aria-expanded={isOpen}
                    onClick={() => setOpen(isOpen ? undefined : version.version)}
                  >
                    {says.compare}
                  </Button>
                )}
                {mayWrite && index > 0 && version.action !== 'deleted' && (
                  <Button
                    variant="default"
                    loading={restoring.isPending && restoring.variables === version.version}
                    onClick={() => restoring.mutate(version.version)}
                  >
                    {says.restoreVersion}
                  </Button>
                )}
              </div>
              {isOpen && before && (
                <Comparison
                  project={project}
                  dataset={dataset}
                  item={item}
                  before={before.version}
                  after={version.version}
                />
              )}
            </li>
          )
        })}
      </ol>
      {query.hasNextPage && (
        <Button
          mt={12}
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.common.loadMore}
        </Button>
      )}
    </>
  )
}

/** Who made a version, and what it changed. */
function aboutOf({ authorName, changed }: ItemVersion): string {
  const fields = changed.map((name) => says.fields[name as keyof typeof says.fields] ?? name)
  return [authorName ?? t.datasets.changes.somebody, fields.join(', ')].filter(Boolean).join(' · ')
}

interface ComparisonProps {
  project: string
  dataset: string
  item: string
  before: string
  after: string
}

function Comparison({ project, dataset, item, before, after }: ComparisonProps) {
  const [one, other] = [
    useQuery(itemQuery(project, dataset, item, before)),
    useQuery(itemQuery(project, dataset, item, after)),
  ]
  const error = one.error ?? other.error
  if (error) return <PageError error={error} />
  if (!one.data || !other.data) return <PagePending />
  return (
    <div className={classes.diffs}>
      <ItemDiff
        before={one.data}
        after={other.data}
        beforeLabel={says.before}
        afterLabel={says.after}
        none={says.same}
      />
    </div>
  )
}
