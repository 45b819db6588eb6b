import { ActionIcon, Button, Drawer, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, Pencil } from 'lucide-react'
import { itemQuery } from '../../api/datasetItems'
import { useMay } from '../../app/useRole'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { PageError, PagePending } from '../../components/PageState'
import { TabBar } from '../../components/TabBar'
import { formatExact } from '../../format/moment'
import { t } from '../../i18n'
import classes from './ItemDrawer.module.css'
import { ItemForm } from './ItemForm'
import { ItemVersions } from './ItemVersions'
import { ItemView } from './ItemView'
import type { ItemsSearch } from './search'

const says = t.datasets.item
const PANEL = 'item-panel'

interface ItemDrawerProps {
  project: string
  dataset: string
  /** Undefined for a new one. */
  item: string | undefined
  search: ItemsSearch
  onSearch: (part: Partial<ItemsSearch>) => void
  /** Ids of the items before and after it in the list. */
  previous?: string
  next?: string
  onOpen: (item: string) => void
  onClose: () => void
}

/** One item beside the list: to read, to edit, and to look back on. */
export function ItemDrawer(props: ItemDrawerProps) {
  const { project, dataset, item, search, onSearch, previous, next, onOpen, onClose } = props
  const mayWrite = useMay('member')
  const isNew = item === undefined
  const { data, error } = useQuery({
    ...itemQuery(project, dataset, item ?? '', search.version),
    enabled: !isNew,
    // What is being edited must not change under the hands.
    refetchOnWindowFocus: !search.edit,
  })
  const isCurrent = data?.validTo === null && !data.isDeleted
  const isEditing = isNew || (search.edit === true && isCurrent)
  return (
    <Drawer.Root opened onClose={onClose} position="right" size="min(760px, 100%)" padding={0}>
      <Drawer.Overlay />
      <Drawer.Content aria-label={isNew ? says.newTitle : `${says.title} ${item}`}>
        <Drawer.Body>
          <div className={classes.root}>
            <div className={classes.head}>
              <div className={classes.names}>
                <h2 className={classes.title}>{isNew ? says.newTitle : says.title}</h2>
                {item !== undefined && (
                  <span className={classes.id}>
                    <code title={item}>{item}</code>
                    <CopyButton value={item} label={says.copyId} />
                  </span>
                )}
                {data?.status === 'ARCHIVED' && <Badge>{t.datasets.page.archived}</Badge>}
                {data?.isDeleted && <Badge tone="error">{t.datasets.page.deleted}</Badge>}
              </div>
              {!isNew && (
                <>
                  <Tooltip label={says.previous}>
                    <ActionIcon
                      aria-label={says.previous}
                      disabled={previous === undefined}
                      onClick={() => previous !== undefined && onOpen(previous)}
                    >
                      <ChevronUp size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={says.next}>
                    <ActionIcon
                      aria-label={says.next}
                      disabled={next === undefined}
                      onClick={() => next !== undefined && onOpen(next)}
                    >
                      <ChevronDown size={16} aria-hidden />
                    </ActionIcon>
                  </Tooltip>
                </>
              )}
              {isCurrent && mayWrite && !isEditing && (
                <Button
                  variant="default"
                  leftSection={<Pencil size={13} aria-hidden />}
                  onClick={() => onSearch({ edit: true, tab: undefined })}
                >
                  {says.edit}
                </Button>
              )}
              <Button variant="default" onClick={onClose}>
                {t.common.close}
              </Button>
            </div>
            {!isNew && !isEditing && (
              <TabBar
                label={says.tabsLabel}
                tabs={[
                  { value: 'item', label: says.tabs.item },
                  { value: 'versions', label: says.tabs.versions },
                ]}
                value={search.tab ?? 'item'}
                onChange={(tab) => onSearch({ tab: tab === 'versions' ? 'versions' : undefined })}
                panel={PANEL}
              />
            )}
            {/* Where the focus goes, so that the keys of the page work on. */}
            <div
              className={classes.body}
              id={PANEL}
              role={isEditing ? undefined : 'tabpanel'}
              tabIndex={-1}
              data-autofocus={isEditing ? undefined : true}
            >
              {data?.validTo && search.tab === undefined && (
                <p className={classes.past}>
                  {says.version} {formatExact(new Date(data.updatedAt))}{' '}
                  <button type="button" onClick={() => onSearch({ version: undefined })}>
                    {t.datasets.page.toNow}
                  </button>
                </p>
              )}
              {isNew ? (
                <ItemForm
                  project={project}
                  dataset={dataset}
                  item={undefined}
                  onDone={(made) => onOpen(made)}
                  onCancel={onClose}
                />
              ) : error && !data ? (
                <PageError error={error} />
              ) : !data ? (
                <PagePending />
              ) : isEditing ? (
                <ItemForm
                  key={data.id}
                  project={project}
                  dataset={dataset}
                  item={data}
                  onDone={() => onSearch({ edit: undefined })}
                  onCancel={() => onSearch({ edit: undefined })}
                />
              ) : search.tab === 'versions' ? (
                <ItemVersions project={project} dataset={dataset} item={data.id} onSearch={onSearch} />
              ) : (
                <ItemView project={project} item={data} onVersions={() => onSearch({ tab: 'versions' })} />
              )}
            </div>
          </div>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
