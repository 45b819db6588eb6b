import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { t } from '../i18n'
import classes from './Confirm.module.css'
import { DialogEnd } from './DialogEnd'

interface ConfirmProps {
  title: string
  /** What is affected: say it in numbers and names, not "are you sure". */
  children: ReactNode
  /** What the button does, as a verb: `Delete 3 versions`. */
  action: string
  /** For what cannot be undone and is large: the word that must be typed first. */
  typed?: string
  tone?: 'danger' | 'filled'
  /** Does it; rejects with an error whose message is shown. */
  run: () => Promise<unknown>
  onDone?: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone, and says what goes with it. */
export function Confirm({
  title,
  children,
  action,
  typed,
  tone = 'danger',
  run,
  onDone,
  onClose,
}: ConfirmProps) {
  const [word, setWord] = useState('')
  const deed = useMutation({
    mutationFn: run,
    onSuccess: () => {
      onClose()
      onDone?.()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={480}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!typed || word === typed) deed.mutate()
        }}
      >
        <div className={classes.text}>{children}</div>
        {typed && (
          <TextInput
            mt={12}
            label={t.common.typeToConfirm(typed)}
            value={word}
            onChange={(event) => setWord(event.target.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <DialogEnd error={deed.error}>
          <Button variant="default" onClick={onClose} data-autofocus={typed ? undefined : true}>
            {t.common.cancel}
          </Button>
          <Button
            type="submit"
            variant={tone}
            loading={deed.isPending}
            disabled={typed !== undefined && word !== typed}
          >
            {action}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
