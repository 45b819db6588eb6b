import { DiffView } from '../../editor/DiffView'
import { t } from '../../i18n'
import { ITEM_FIELDS, type ItemField, shownText } from './itemText'

type Values = Partial<Record<ItemField, string | null>>

interface ItemDiffProps {
  before: Values
  after: Values
  beforeLabel: string
  afterLabel: string
  /** Said when nothing differs. */
  none: string
}

/** The fields of an item that differ, each as a difference of texts. */
export function ItemDiff({ before, after, beforeLabel, afterLabel, none }: ItemDiffProps) {
  const changed = ITEM_FIELDS.map((field) => ({
    field,
    before: shownText(before[field]) ?? '',
    after: shownText(after[field]) ?? '',
  })).filter((one) => one.before !== one.after)
  if (changed.length === 0) return <p>{none}</p>
  return changed.map((one) => {
    const label = t.datasets.item.fields[one.field]
    return (
      <section key={one.field}>
        <h3>{label}</h3>
        <DiffView
          before={one.before}
          after={one.after}
          beforeLabel={`${label}: ${beforeLabel}`}
          afterLabel={`${label}: ${afterLabel}`}
          language="json"
          isUnified
        />
      </section>
    )
  })
}
