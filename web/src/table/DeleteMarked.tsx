import { Button, Modal, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useMay } from '../app/useRole'
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
  const deletion = useMutation({
    mutationFn: run,
    onSuccess: () => {
      control.close()
      onDone()
    },
  })
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
      <Modal opened={opened} onClose={control.close} title={title} size={460}>
        <p>{text}</p>
        {deletion.error && (
          <p role="alert" style={{ color: 'var(--error)', marginTop: 8 }}>
            {deletion.error.message}
          </p>
        )}
        <div style={{ display: 'flex', justifyContent: 'flex-end', gap: 8, marginTop: 20 }}>
          <Button variant="default" onClick={control.close} data-autofocus>
            {t.common.cancel}
          </Button>
          <Button variant="danger" loading={deletion.isPending} onClick={() => deletion.mutate()}>
            {t.table.delete}
          </Button>
        </div>
      </Modal>
    </>
  )
}
