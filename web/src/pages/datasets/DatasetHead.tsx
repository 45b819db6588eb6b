import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DatasetDetail } from '../../api/datasets'
import { folderOf, leafOf } from '../../app/folder'
import { folderTrail } from '../../components/folderTrail'
import { PageHead } from '../../components/PageHead'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './DatasetHead.module.css'

interface DatasetHeadProps {
  project: string
  /** Undefined while it loads. */
  dataset: DatasetDetail | undefined
  tab: 'items' | 'runs'
  /** What can be done on this tab. */
  children?: ReactNode
}

const LINKS = [
  { tab: 'items', to: '/project/$projectId/datasets/$datasetId' },
  { tab: 'runs', to: '/project/$projectId/datasets/$datasetId/runs' },
] as const

/** Name of a dataset with the way to its folder, and the tabs of its parts. */
export function DatasetHead({ project, dataset, tab, children }: DatasetHeadProps) {
  return (
    <div className={classes.root}>
      <PageHead
        trail={folderTrail('/project/$projectId/datasets', project, folderOf(dataset?.name ?? ''))}
        title={dataset ? leafOf(dataset.name) : <Skeleton w={180} h={20} />}
      >
        {children}
      </PageHead>
      {dataset?.description && (
        <p className={classes.description} title={dataset.description}>
          {dataset.description}
        </p>
      )}
      <nav className={classes.tabs} aria-label={t.datasets.page.tabsLabel}>
        {dataset &&
          LINKS.map(({ tab: one, to }) => (
            <Link
              key={one}
              to={to}
              params={{ projectId: project, datasetId: dataset.id }}
              search={{}}
              // The address of the runs lies below that of the items.
              activeOptions={{ exact: true, includeSearch: false }}
              className={classes.tab}
              aria-current={one === tab ? 'page' : undefined}
            >
              {t.datasets.page.tabs[one]}
              {one === 'items' && <small>{formatCount(dataset.itemCount)}</small>}
            </Link>
          ))}
      </nav>
    </div>
  )
}
