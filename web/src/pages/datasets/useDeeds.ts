import { useQueryClient } from '@tanstack/react-query'
import { type Deed, doWithItems, itemsKey } from '../../api/datasetItems'
import { toast, toastError } from '../../components/toast'
import { t } from '../../i18n'

/** What can be done with items; each deed says what it did, and offers to take it back. */
export function useDeeds(project: string, dataset: string) {
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: itemsKey(project, dataset) }),
      queries.invalidateQueries({ queryKey: ['datasets', project] }),
    ])
  const perform = async (deed: Deed, ids: string[], at?: string) => {
    const done = await doWithItems(project, dataset, deed, ids, at)
    await refresh()
    const undo = async () => {
      await doWithItems(project, dataset, 'restore', done.ids, done.before)
      await refresh()
      toast(t.datasets.page.undone)
    }
    // What was restored after it had been deleted has no state before to go back to.
    toast(
      t.datasets.page.done[deed](done.ids.length),
      done.ids.length && deed !== 'restore' ? undo : undefined,
    )
    if (done.refused.length) toastError(new Error(t.datasets.page.refused(done.refused.length)))
  }
  return { perform, refresh }
}
