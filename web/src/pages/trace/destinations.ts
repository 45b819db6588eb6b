import { Database, ListChecks, type LucideIcon } from 'lucide-react'
import { type ComponentType, lazy } from 'react'
import { t } from '../../i18n'
import { RecentDatasets } from './dataset/RecentDatasets'

/** A trace, or with `observationId` one observation of it. */
export interface AddedSubject {
  traceId: string
  observationId?: string
}

export interface AddDialogProps {
  subjects: readonly AddedSubject[]
  onClose: () => void
}

/** A place that traces and observations can be added to. */
export interface Destination {
  key: string
  icon: LucideIcon
  /** `Dataset…` */
  label: string
  /** Asks for what is needed, then adds. */
  Dialog: ComponentType<AddDialogProps>
  /** Items of the menu, before the one that opens the dialog, which add without asking. */
  Recent?: ComponentType<{ subjects: readonly AddedSubject[] }>
}

/** In the order of the menu. */
export const DESTINATIONS: readonly Destination[] = [
  {
    key: 'dataset',
    icon: Database,
    label: t.addTo.dataset,
    Dialog: lazy(() => import('./dataset/AddToDataset')),
    Recent: RecentDatasets,
  },
  {
    key: 'queue',
    icon: ListChecks,
    label: t.queues.add.menu,
    Dialog: lazy(() =>
      import('../queues/AddToQueue').then((module) => ({ default: module.AddSubjectsToQueue })),
    ),
  },
]
