import { Button } from '@mantine/core'
import { ListChecks } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useMay } from '../../app/useRole'
import { t } from '../../i18n'
import { MarkedBar } from '../../table/MarkedBar'
import type { Marks } from '../../table/useMarks'

const AddToQueue = lazy(() =>
  import('../queues/AddToQueue').then((module) => ({ default: module.AddToQueue })),
)

/** What can be done with the marked sessions. */
export function MarkedSessions({ marks }: { marks: Marks }) {
  const [isAdding, setAdding] = useState(false)
  const mayAdd = useMay('member')
  const ids = [...marks.ids]
  return (
    <MarkedBar marks={marks} copied={ids.join('\n')}>
      {mayAdd && (
        <Button
          variant="default"
          leftSection={<ListChecks size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t.queues.add.menu}
        </Button>
      )}
      {isAdding && (
        <Suspense>
          <AddToQueue
            objects={ids.map((objectId) => ({ objectType: 'SESSION', objectId }))}
            onClose={() => setAdding(false)}
            onDone={() => marks.setAll([])}
          />
        </Suspense>
      )}
    </MarkedBar>
  )
}
