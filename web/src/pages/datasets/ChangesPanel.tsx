import { Button, Drawer } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { changesQuery, type DatasetChange } from '../../api/datasetItems'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { formatDayClock } from '../../format/moment'
import { t } from '../../i18n'
import classes from './ChangesPanel.module.css'

const KINDS = ['created', 'updated', 'archived', 'activated', 'restored', 'deleted'] as const
const says = t.datasets.changes

interface ChangesPanelProps {
  project: string
  dataset: string
  /** The moment that is shown; undefined for now. */
  at: string | undefined
  onShow: (at: string | undefined) => void
  onClose: () => void
}

/** What happened to the items of a dataset; each entry leads to the dataset as it was after it. */
export function ChangesPanel({ project, dataset, at, onShow, onClose }: ChangesPanelProps) {
  const query = useInfiniteQuery(changesQuery(project, dataset))
  const changes = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={380}
      title={says.title}
      closeButtonProps={{ 'aria-label': t.common.close }}
      classNames={{ header: classes.head, title: classes.title }}
    >
      <div className={classes.root}>
        <p className={classes.text}>{says.text}</p>
        {query.isError && changes.length === 0 && <PageError error={query.error} />}
        {query.isPending && <PagePending />}
        {query.data && changes.length === 0 && <p className={classes.text}>{says.empty}</p>}
        <ol className={classes.list}>
          {changes.map((change, index) => {
            const moment = index === 0 ? undefined : change.version
            return (
              <li key={change.version}>
                <button
                  type="button"
                  className={classes.entry}
                  aria-current={at === moment ? 'true' : undefined}
                  onClick={() => onShow(moment)}
                >
                  <span className={classes.when}>
                    <b>{index === 0 ? says.now : formatDayClock(new Date(change.version))}</b>
                    <RelativeTime time={change.version} />
                  </span>
                  <Counts change={change} />
                  <span className={classes.who}>{change.authorName ?? says.somebody}</span>
                </button>
              </li>
            )
          })}
        </ol>
        {query.hasNextPage && (
          <Button
            variant="default"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t.common.loadMore}
          </Button>
        )}
      </div>
    </Drawer>
  )
}

function Counts({ change }: { change: DatasetChange }) {
  return (
    <span className={classes.counts}>
      {KINDS.filter((kind) => change[kind] > 0).map((kind) => (
        <span key={kind} data-kind={kind}>
          {says[kind](change[kind])}
        </span>
      ))}
    </span>
  )
}
