import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { ApiError } from '../../../api/client'
import {
  type Added,
  AT_ONCE,
  addSources,
  type EditedItem,
  removeItems,
  type SourceChoice,
} from '../../../api/datasetSources'
import { useProjectId } from '../../../app/useProjectId'
import { toast, toastError, toastUnderway } from '../../../components/toast'
import { t } from '../../../i18n'
import { type RecentDataset, useRecent } from './recent'

export interface Addition {
  dataset: RecentDataset
  choice: SourceChoice
  edited?: EditedItem
  repeats?: boolean
}

interface Options {
  onAdded?: (added: Added) => void
  /** Whether nothing else on the screen shows that it is under way, or that it failed. */
  isAlone?: boolean
}

/**
 * Adds items to a dataset, says how far that is and what became of them, and offers to take them back; goes on when what
 * asked for it has gone from the screen, and can be stopped.
 */
export function useAddToDataset({ onAdded, isAlone = false }: Options = {}) {
  const project = useProjectId()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { remember, forget } = useRecent(project)
  const [done, setDone] = useState(0)
  const control = useRef<AbortController>(undefined)

  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['datasets', project] }),
      queries.invalidateQueries({ queryKey: ['dataset-items', project] }),
      queries.invalidateQueries({ queryKey: ['dataset-sources', project] }),
    ])

  const addition = useMutation({
    mutationFn: async ({ dataset, choice, edited, repeats }: Addition) => {
      const { length } = choice.sources
      const abort = new AbortController()
      control.current = abort
      setDone(0)
      const shown = isAlone
        ? toastUnderway(
            t.addTo.adding(dataset.name),
            length,
            length > AT_ONCE ? () => abort.abort() : undefined,
          )
        : undefined
      window.addEventListener('beforeunload', warn)
      const onProgress = (now: number) => {
        setDone(now)
        shown?.tell(now)
      }
      try {
        return await addSources(project, dataset.id, choice, {
          edited,
          repeats,
          onProgress,
          signal: abort.signal,
        })
      } finally {
        window.removeEventListener('beforeunload', warn)
        shown?.end()
      }
    },
    onSuccess: (added, { dataset }) => {
      remember({ id: dataset.id, name: dataset.name })
      void refresh()
      const undo = async () => {
        await removeItems(project, dataset.id, added.ids)
        await refresh()
        toast(t.addTo.undone(added.ids.length, dataset.name))
      }
      toast(t.addTo.added(added, dataset.name), added.created > 0 ? undo : undefined, {
        label: t.addTo.openDataset,
        onOpen: () =>
          void navigate({
            to: '/project/$projectId/datasets/$datasetId',
            params: { projectId: project, datasetId: dataset.id },
          }),
      })
      if (added.error) toastError(added.error)
      onAdded?.(added)
    },
    onError: (error, { dataset }) => {
      if (error instanceof ApiError && error.status === 404) forget(dataset.id)
      if (isAlone) toastError(error)
    },
  })
  return { ...addition, done, stop: () => control.current?.abort() }
}

const warn = (event: BeforeUnloadEvent) => event.preventDefault()
