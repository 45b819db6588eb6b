import { ITEM_ORDERS, type ItemFilter, type ItemOrder } from '../../api/datasetItems'
import { flag, text } from '../../app/search'

export interface DatasetsSearch {
  q?: string
  /** The open folder, without a slash at its end. */
  folder?: string
}

export function validateDatasets(search: Record<string, unknown>): DatasetsSearch {
  return { q: text(search.q) || undefined, folder: text(search.folder) || undefined }
}

export const SHOWN_STATUSES = ['ACTIVE', 'ARCHIVED', 'all'] as const
export type ShownStatus = (typeof SHOWN_STATUSES)[number]

export interface ItemsSearch {
  q?: string
  /** Active items when left out. */
  status?: 'ARCHIVED' | 'all'
  /** The moment whose version of the dataset is shown. */
  at?: string
  order?: ItemOrder
  /** Whether the history of the dataset is open. */
  history?: true
  /** Whether a new item is being written. */
  new?: true
  /** Whether the open item is being edited, and the version of it that is shown. */
  edit?: true
  tab?: 'versions'
  version?: string
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

export function validateItems(search: Record<string, unknown>): ItemsSearch {
  const status = text(search.status)
  const order = ITEM_ORDERS.find((one) => one === text(search.order))
  const moment = (value: unknown) => (MOMENT.test(text(value)) ? text(value) : undefined)
  return {
    q: text(search.q) || undefined,
    status: status === 'ARCHIVED' || status === 'all' ? status : undefined,
    at: moment(search.at),
    order: order === 'created.desc' ? undefined : order,
    history: flag(search.history),
    new: flag(search.new),
    edit: flag(search.edit),
    tab: text(search.tab) === 'versions' ? 'versions' : undefined,
    version: moment(search.version),
  }
}

/** What the list is narrowed by. */
export const filterOf = ({ q, status, at }: ItemsSearch): ItemFilter => ({
  q,
  status: status === 'all' ? undefined : (status ?? 'ACTIVE'),
  at,
})
