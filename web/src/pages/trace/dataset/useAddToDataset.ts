import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiError } from '../../../api/client'
import {
  type AddedItems,
  addSources,
  type EditedItem,
  removeItems,
  type SourceChoice,
} from '../../../api/datasetSources'
import { useProjectId } from '../../../app/useProjectId'
import { toast, toastBusy, toastError } from '../../../components/toast'
import { t } from '../../../i18n'
import { type RecentDataset, useRecent } from './recent'

export interface Addition {
  dataset: RecentDataset
  choice: SourceChoice
  edited?: EditedItem
  repeats?: boolean
}

interface Options {
  onAdded?: (added: AddedItems) => void
  /** Whether nothing else on the screen shows that it is under way, or that it failed. */
  isAlone?: boolean
}

/**
 * Adds items to a dataset, says what became of them, and offers to take them back; goes on when what asked for it has
 * gone from the screen.
 */
export function useAddToDataset({ onAdded, isAlone = false }: Options = {}) {
  const project = useProjectId()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { remember, forget } = useRecent(project)

  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['datasets', project] }),
      queries.invalidateQueries({ queryKey: ['dataset-sources', project] }),
    ])

  return useMutation({
    mutationFn: ({ dataset, choice, edited, repeats }: Addition) =>
      addSources(project, dataset.id, choice, { edited, repeats }),
    onMutate: ({ dataset }: Addition) => (isAlone ? toastBusy(t.addTo.adding(dataset.name)) : undefined),
    onSettled: (_added, _error, _addition, hideBusy) => hideBusy?.(),
    onSuccess: (added, { dataset }) => {
      remember({ id: dataset.id, name: dataset.name })
      void refresh()
      const undo = async () => {
        await removeItems(project, dataset.id, added.ids)
        await refresh()
        toast(t.addTo.undone(added.ids.length, dataset.name))
      }
      toast(
        t.addTo.added(added.created, added.alreadyThere, added.refused.length, dataset.name),
        added.created > 0 ? undo : undefined,
        {
          label: t.addTo.openDataset,
          onOpen: () =>
            void navigate({
              to: '/project/$projectId/datasets/$datasetId',
              params: { projectId: project, datasetId: dataset.id },
            }),
        },
      )
      onAdded?.(added)
    },
    onError: (error, { dataset }) => {
      if (error instanceof ApiError && error.status === 404) forget(dataset.id)
      if (isAlone) toastError(error)
    },
  })
}
