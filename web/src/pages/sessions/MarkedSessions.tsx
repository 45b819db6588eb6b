import { Button } from '@mantine/core'
import { Database, ListChecks } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../app/useRole'
import { t } from '../../i18n'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'

const AddToDataset = lazy(() => import('../trace/dataset/AddToDataset'))
const AddToQueue = lazy(() =>
  import('../queues/AddToQueue').then((module) => ({ default: module.AddToQueue })),
)

/** What can be done with the marked sessions. */
export function MarkedSessions({ marks }: { marks: Marks }) {
  const [adding, setAdding] = useState<'dataset' | 'queue'>()
  const mayAdd = useMay('member')
  const ids = [...marks.ids]
  const close = () => setAdding(undefined)
  return (
    <MarkedBar marks={marks} copied={ids.join('\n')}>
      {mayAdd && (
        <>
          <Button
            variant="default"
            leftSection={<Database size={14} aria-hidden />}
            onClick={() => setAdding('dataset')}
          >
            {t.addTo.addToDataset}
          </Button>
          <Button
            variant="default"
            leftSection={<ListChecks size={14} aria-hidden />}
            onClick={() => setAdding('queue')}
          >
            {t.queues.add.menu}
          </Button>
        </>
      )}
      <Suspense>
        {adding === 'dataset' && (
          <AddToDataset subjects={ids.map((sessionId) => ({ sessionId }))} onClose={close} />
        )}
        {adding === 'queue' && (
          <AddToQueue
            objects={ids.map((objectId) => ({ objectType: 'SESSION', objectId }))}
            onClose={close}
            onDone={() => marks.setAll([])}
          />
        )}
      </Suspense>
    </MarkedBar>
  )
}
