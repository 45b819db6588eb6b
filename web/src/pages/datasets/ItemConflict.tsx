import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ItemDetail, itemQuery } from '../../api/datasetItems'
import { PageError, PagePending } from '../../components/PageState'
import { DiffView } from '../../editor/DiffView'
import { t } from '../../i18n'
import classes from './ItemForm.module.css'
import { ITEM_FIELDS, type ItemField, shownText } from './itemText'
import { type MergedField, merge, type Side } from './mergeItem'

const says = t.datasets.item.conflict
const SIDES = (['yours', 'theirs'] as const).map((value) => ({ value, label: says[value] }))

export interface Merged {
  theirs: ItemDetail
  /** What is saved of what was typed. */
  fields: ItemField[]
}

interface ItemConflictProps {
  project: string
  dataset: string
  /** The item as it was when editing began. */
  base: ItemDetail
  /** Who changed it. */
  message: string
  /** The fields that were typed, as far as they can be read. */
  yours: Partial<Record<ItemField, string | null>>
  isSaving: boolean
  /** Whether what is typed can be saved. */
  isReadable: boolean
  onSave: (merged: Merged) => void
  onTake: (theirs: ItemDetail) => void
}

/** Somebody else saved first: field by field, what they made of the item against what was typed here. */
export function ItemConflict({ project, dataset, base, message, yours, ...actions }: ItemConflictProps) {
  // Asked for anew each time: what was known of the item is what is out of date.
  const { data: theirs, error } = useQuery({
    ...itemQuery(project, dataset, base.id),
    queryKey: ['dataset-items', project, dataset, 'theirs', base.id, message],
    staleTime: 0,
    gcTime: 0,
  })
  const [sides, setSides] = useState<Partial<Record<ItemField, Side>>>({})
  const merged = theirs ? merge(base, theirs, yours, sides) : []
  const saved = merged.filter((one) => one.side === 'yours').map((one) => one.field)
  return (
    <section className={classes.conflict} role="alert">
      <p>
        <b>{message}</b> {theirs?.isDeleted ? says.deleted : says.text}
      </p>
      {error && !theirs && <PageError error={error} />}
      {!theirs && !error && <PagePending />}
      {theirs && (
        <>
          {!theirs.isDeleted &&
            merged.map((one) => (
              <FieldConflict
                key={one.field}
                merged={one}
                onSide={(side) => setSides((old) => ({ ...old, [one.field]: side }))}
              />
            ))}
          <div className={classes.conflictActions}>
            <Button
              loading={actions.isSaving}
              disabled={!actions.isReadable || saved.length === 0}
              onClick={() => actions.onSave({ theirs, fields: theirs.isDeleted ? [...ITEM_FIELDS] : saved })}
            >
              {theirs.isDeleted ? says.saveAgain : says.saveMerged}
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

function FieldConflict({ merged, onSide }: { merged: MergedField; onSide: (side: Side) => void }) {
  const { field, who, before, after, side } = merged
  const label = t.datasets.item.fields[field]
  return (
    <section className={classes.conflictField}>
      <header>
        <h3>{label}</h3>
        <span>{says.who[who]}</span>
        {who === 'both' && (
          <SegmentedControl
            aria-label={says.sideOf(label)}
            data={SIDES}
            value={side}
            onChange={(value) => onSide(value as Side)}
          />
        )}
      </header>
      <DiffView
        before={shownText(before) ?? ''}
        after={shownText(after) ?? ''}
        beforeLabel={`${label}: ${who === 'theirs' ? says.opened : says.theirs}`}
        afterLabel={`${label}: ${who === 'theirs' ? says.theirs : says.yours}`}
        language="json"
        isUnified
      />
    </section>
  )
}
