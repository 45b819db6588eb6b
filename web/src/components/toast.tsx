import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { t } from '../i18n'
import classes from './toast.module.css'

const SHOWN_MS = 5_000
const UNDO_SHOWN_MS = 10_000

/** Says at the edge of the screen that something is done; with `undo`, offers to take it back for ten seconds. */
export function toast(text: string, undo?: () => Promise<unknown>): void {
  const id = `toast-${crypto.randomUUID()}`
  notifications.show({
    id,
    autoClose: undo ? UNDO_SHOWN_MS : SHOWN_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': t.common.close },
    message: undo ? (
      <span className={classes.line}>
        {text}
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            notifications.hide(id)
            undo().catch(toastError)
          }}
        >
          {t.common.undo}
        </Button>
      </span>
    ) : (
      text
    ),
  })
}

/** The same for something that failed and has no better place on the page. */
export function toastError(error: unknown): void {
  notifications.show({
    color: 'red',
    autoClose: UNDO_SHOWN_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': t.common.close },
    message: error instanceof Error ? error.message : String(error),
  })
}
