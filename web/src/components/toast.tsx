import { Button } from '@mantine/core'
import { t } from '../i18n'
import classes from './toast.module.css'

/** Loaded when something is to be said for the first time: the first page has no need of it. */
const notifier = () => import('@mantine/notifications').then((module) => module.notifications)

const newId = () => `toast-${crypto.randomUUID()}`

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
  void notifier().then((notifications) => {
    const id = newId()
    const hide = () => notifications.hide(id)
    notifications.show({
      id,
      autoClose: undo || link ? UNDO_SHOWN_MS : SHOWN_MS,
      withCloseButton: true,
      closeButtonProps: { 'aria-label': t.common.close },
      message: undo || link ? <Line text={text} undo={undo} link={link} onHide={hide} /> : text,
    })
  })
}

interface LineProps {
  text: string
  undo?: () => Promise<unknown>
  link?: ToastLink
  onHide: () => void
}

function Line({ text, undo, link, onHide }: LineProps) {
  return (
    <span className={classes.line}>
      <span className={classes.text}>{text}</span>
      {link && (
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            onHide()
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
            onHide()
            undo().catch(toastError)
          }}
        >
          {t.common.undo}
        </Button>
      )}
    </span>
  )
}

/** Says that something is under way; the answer takes the words back. */
export function toastBusy(text: string): () => void {
  const id = newId()
  void notifier().then((notifications) =>
    notifications.show({ id, loading: true, autoClose: false, withCloseButton: false, message: text }),
  )
  return () => void notifier().then((notifications) => notifications.hide(id))
}

/** The same for something that failed and has no better place on the page. */
export function toastError(error: unknown): void {
  void notifier().then((notifications) =>
    notifications.show({
      color: 'red',
      autoClose: UNDO_SHOWN_MS,
      withCloseButton: true,
      closeButtonProps: { 'aria-label': t.common.close },
      message: error instanceof Error ? error.message : String(error),
    }),
  )
}
