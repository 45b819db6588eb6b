import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { DialogEnd } from './DialogEnd'
import classes from './ShownOnce.module.css'

interface ShownOnceProps {
  title: string
  warning: string
  /** What the button says: that it is kept elsewhere now. */
  done: string
  onClose: () => void
  children: ReactNode
}

/** A dialog with a secret that is never shown again: no stray click or key takes it away. */
export function ShownOnce({ title, warning, done, onClose, children }: ShownOnceProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size={600}
      title={title}
    >
      <div className={classes.root}>
        <p className={classes.warning}>{warning}</p>
        {children}
      </div>
      <DialogEnd>
        <Button onClick={onClose}>{done}</Button>
      </DialogEnd>
    </Modal>
  )
}
