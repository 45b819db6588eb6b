import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DatasetDetail } from '../../api/datasets'
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
  const at = dataset?.name.lastIndexOf('/') ?? -1
  const folder = at > 0 ? dataset?.name.slice(0, at) : undefined
  return (
    <header className={classes.root}>
      <div className={classes.top}>
        <div className={classes.names}>
          <span className={classes.way}>
            <Link to="/project/$projectId/datasets" params={{ projectId: project }} search={{}}>
              {t.datasets.title}
            </Link>
            {folder && (
              <>
                {' / '}
                <Link to="/project/$projectId/datasets" params={{ projectId: project }} search={{ folder }}>
                  {folder}
                </Link>
              </>
            )}
          </span>
          <h1 className={classes.title} title={dataset?.name}>
            {dataset ? folder ? dataset.name.slice(at + 1) : dataset.name : <Skeleton w={180} h={20} />}
          </h1>
          {dataset?.description && (
            <p className={classes.description} title={dataset.description}>
              {dataset.description}
            </p>
          )}
        </div>
        {children && <div className={classes.controls}>{children}</div>}
      </div>
      <nav className={classes.tabs} aria-label={t.datasets.page.tabsLabel}>
        {dataset &&
          LINKS.map(({ tab: one, to }) => (
            <Link
              key={one}
              to={to}
              params={{ projectId: project, datasetId: dataset.id }}
              search={{}}
              className={classes.tab}
              aria-current={one === tab ? 'page' : undefined}
            >
              {t.datasets.page.tabs[one]}
              {one === 'items' && <small>{formatCount(dataset.itemCount)}</small>}
            </Link>
          ))}
      </nav>
    </header>
  )
}
