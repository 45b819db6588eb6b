import { Button, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Trash2 } from 'lucide-react'
import { useMay } from '../app/useRole'
import { Confirm } from '../components/Confirm'
import { t } from '../i18n'

interface DeleteMarkedProps {
  title: string
  /** What is affected. */
  text: string
  /** Deletes; rejects with an error whose message is shown. */
  run: () => Promise<unknown>
  onDone: () => void
}

/** Deletes the marked rows after saying what that means. */
export function DeleteMarked({ title, text, run, onDone }: DeleteMarkedProps) {
  const [opened, control] = useDisclosure(false)
  const mayDelete = useMay('member')
  return (
    <>
      <Tooltip label={t.table.notForViewers} disabled={mayDelete}>
        <Button
          variant="default"
          leftSection={<Trash2 size={14} aria-hidden />}
          disabled={!mayDelete}
          onClick={control.open}
        >
          {t.table.delete}
        </Button>
      </Tooltip>
      {opened && (
        <Confirm title={title} action={t.table.delete} run={run} onDone={onDone} onClose={control.close}>
          <p>{text}</p>
        </Confirm>
      )}
    </>
  )
}
