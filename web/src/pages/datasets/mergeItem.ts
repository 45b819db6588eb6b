import type { ItemDetail } from '../../api/datasetItems'
import { ITEM_FIELDS, type ItemField } from './itemText'

export type Side = 'yours' | 'theirs'
type Values = Pick<ItemDetail, ItemField>

/** A field that somebody changed: who, what is compared, and whose value goes in. */
export interface MergedField {
  field: ItemField
  who: Side | 'both'
  before: string | null
  after: string | null
  side: Side
}

/**
 * Field by field, what two people made of an item. What only one of them changed is that one's; where both did, it is
 * yours until `sides` says otherwise.
 */
export function merge(
  base: Values,
  theirs: Values,
  yours: Partial<Values>,
  sides: Partial<Record<ItemField, Side>>,
): MergedField[] {
  return ITEM_FIELDS.flatMap((field): MergedField[] => {
    const typed = yours[field]
    const isTheirs = theirs[field] !== base[field]
    if (typed === undefined || typed === theirs[field]) {
      if (!isTheirs) return []
      return [{ field, who: 'theirs', before: base[field], after: theirs[field], side: 'theirs' }]
    }
    return [
      {
        field,
        who: isTheirs ? 'both' : 'yours',
        before: theirs[field],
        after: typed,
        side: isTheirs ? (sides[field] ?? 'yours') : 'yours',
      },
    ]
  })
}
