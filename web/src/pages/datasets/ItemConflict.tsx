import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ItemDetail, itemQuery } from '../../api/datasetItems'
import { PagePending } from '../../components/PageState'
import { t } from '../../i18n'
import { ItemDiff } from './ItemDiff'
import classes from './ItemForm.module.css'

const says = t.datasets.item.conflict

interface ItemConflictProps {
  project: string
  dataset: string
  item: string
  /** Who changed it. */
  message: string
  /** The fields that were typed. */
  yours: { input?: unknown; expectedOutput?: unknown; metadata?: unknown }
  isSaving: boolean
  onSaveOver: (theirs: ItemDetail) => void
  onTake: (theirs: ItemDetail) => void
}

/** Somebody else saved first: what they made of the item, against what was typed here. */
export function ItemConflict({ project, dataset, item, message, yours, ...actions }: ItemConflictProps) {
  // Asked for anew each time: what was known of the item is what is out of date.
  const { data: theirs } = useQuery({
    ...itemQuery(project, dataset, item),
    queryKey: ['dataset-items', project, dataset, 'theirs', item, message],
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <section className={classes.conflict} role="alert">
      <p>
        <b>{message}</b> {says.text}
      </p>
      {!theirs ? (
        <PagePending />
      ) : (
        <>
          {theirs.isDeleted ? (
            <p>{says.deleted}</p>
          ) : (
            <ItemDiff
              before={theirs}
              after={{ ...theirs, ...yours }}
              beforeLabel={says.theirs}
              afterLabel={says.yours}
              none={t.datasets.item.same}
            />
          )}
          <div className={classes.conflictActions}>
            <Button loading={actions.isSaving} onClick={() => actions.onSaveOver(theirs)}>
              {says.saveOver}
            </Button>
            {!theirs.isDeleted && (
              <Button variant="default" onClick={() => actions.onTake(theirs)}>
                {says.takeTheirs}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  )
}
