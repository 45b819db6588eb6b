import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Archive, ArchiveRestore, History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Deed, ItemRow } from '../../api/datasetItems'
import { useMay } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { toastError } from '../../components/toast'
import { t } from '../../i18n'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'
import { useDeeds } from './useDeeds'

interface MarkedItemsProps {
  project: string
  dataset: string
  rows: readonly ItemRow[]
  marks: Marks
  /** The moment whose version is shown; undefined for now. */
  at: string | undefined
}

/** What can be done with the marked items. */
export function MarkedItems({ project, dataset, rows, marks, at }: MarkedItemsProps) {
  const mayWrite = useMay('member')
  const { perform } = useDeeds(project, dataset)
  const [isDeleting, setDeleting] = useState(false)
  const marked = rows.filter((row) => marks.ids.has(row.id))
  const ids = marked.map((row) => row.id)
  const deed = useMutation({
    mutationFn: (kind: Deed) => perform(kind, ids, kind === 'restore' ? at : undefined),
    onSuccess: () => marks.setAll([]),
    onError: toastError,
  })
  const has = (status: ItemRow['status']) => marked.some((row) => row.status === status)
  return (
    <MarkedBar marks={marks} copied={ids.join('\n')}>
      {mayWrite && at !== undefined && (
        <Button
          variant="default"
          leftSection={<History size={14} aria-hidden />}
          loading={deed.isPending}
          onClick={() => deed.mutate('restore')}
        >
          {t.datasets.page.restore}
        </Button>
      )}
      {mayWrite && at === undefined && (
        <>
          {has('ACTIVE') && (
            <Button
              variant="default"
              leftSection={<Archive size={14} aria-hidden />}
              loading={deed.isPending}
              onClick={() => deed.mutate('archive')}
            >
              {t.datasets.page.archive}
            </Button>
          )}
          {has('ARCHIVED') && (
            <Button
              variant="default"
              leftSection={<ArchiveRestore size={14} aria-hidden />}
              loading={deed.isPending}
              onClick={() => deed.mutate('activate')}
            >
              {t.datasets.page.activate}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<Trash2 size={14} aria-hidden />}
            onClick={() => setDeleting(true)}
          >
            {t.datasets.page.delete}
          </Button>
        </>
      )}
      {isDeleting && (
        <Confirm
          title={t.datasets.page.deleteTitle(ids.length)}
          action={t.datasets.page.delete}
          run={() => perform('delete', ids)}
          onDone={() => marks.setAll([])}
          onClose={() => setDeleting(false)}
        >
          <p>{t.datasets.page.deleteText}</p>
        </Confirm>
      )}
    </MarkedBar>
  )
}
