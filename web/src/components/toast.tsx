import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { t } from '../i18n'
import classes from './toast.module.css'

const SHOWN_MS = 5_000
const UNDO_SHOWN_MS = 10_000

/** Where the thing is that the toast speaks of. */
export interface ToastLink {
  label: string
  onOpen: () => void
}

/**
 * Says at the edge of the screen that something is done; with `undo`, offers to take it back for ten seconds, with
 * `link`, to go and look at it.
 */
export function toast(text: string, undo?: () => Promise<unknown>, link?: ToastLink): void {
  const id = `toast-${crypto.randomUUID()}`
  notifications.show({
    id,
    autoClose: undo || link ? UNDO_SHOWN_MS : SHOWN_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': t.common.close },
    message:
      undo || link ? (
        <span className={classes.line}>
          <span className={classes.text}>{text}</span>
          {link && (
            <Button
              variant="default"
              size="compact-xs"
              onClick={() => {
                notifications.hide(id)
                link.onOpen()
              }}
            >
              {link.label}
            </Button>
          )}
          {undo && (
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
          )}
        </span>
      ) : (
        text
      ),
  })
}

/** Says that something is under way; the answer takes the words back. */
export function toastBusy(text: string): () => void {
  const id = notifications.show({ loading: true, autoClose: false, withCloseButton: false, message: text })
  return () => notifications.hide(id)
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
