import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../../../api/client'
import { promptsKey } from '../../../api/prompts'
import { DialogEnd } from '../../../components/DialogEnd'
import { t } from '../../../i18n'

interface NameDialogProps {
  project: string
  title: string
  label: string
  hint: string
  action: string
  initial: string
  /** Whether nothing at all may be typed: the top of the library. */
  mayBeEmpty?: boolean
  /** Whether the name that it begins with may be used. */
  mayStay?: boolean
  /** Does it; rejects with what is wrong, which leaves the dialog with what was typed. */
  run: (name: string) => Promise<unknown>
  onClose: () => void
  /** Stands above the field, such as choices. */
  above?: ReactNode
  /** Stands below the field: what it affects. */
  children?: ReactNode
}

/** Asks for a name or folder. What was typed stays when it is refused. */
export function NameDialog(props: NameDialogProps) {
  const { project, initial, mayBeEmpty, mayStay, run, onClose } = props
  const queries = useQueryClient()
  const [name, setName] = useState(initial)
  const deed = useMutation({
    mutationFn: () => run(name.trim()),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: promptsKey(project) }),
  })
  const isStale = deed.error instanceof ApiError && deed.error.field === 'revision'
  const isSame = name.trim() === initial && !mayStay
  return (
    <Modal
      opened
      onClose={onClose}
      title={props.title}
      size={480}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!isSame && (mayBeEmpty || name.trim())) deed.mutate()
        }}
      >
        {props.above}
        <TextInput
          label={props.label}
          description={props.hint}
          value={name}
          onChange={(event) => {
            setName(event.target.value)
            deed.reset()
          }}
          error={deed.error && !isStale ? deed.error.message : undefined}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {props.children}
        <DialogEnd error={isStale && t.prompts.manage.stale}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={deed.isPending} disabled={isSame || (!mayBeEmpty && !name.trim())}>
            {props.action}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
