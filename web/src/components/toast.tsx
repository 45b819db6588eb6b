import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatCount } from '../format/number'
import { t } from '../i18n'
import { ProgressBar } from './ProgressBar'
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

/** Something under way, of which a toast tells. */
export interface Underway {
  /** How much of it is done. */
  tell: (done: number) => void
  /** Takes the toast back. */
  end: () => void
}

/** Says that something is under way, how much of `all` is done, and offers to stop it; without `stop` only that it is. */
export function toastUnderway(text: string, all: number, stop?: () => void): Underway {
  const id = newId()
  const shown = (done: number) => ({
    id,
    loading: true,
    autoClose: false as const,
    withCloseButton: false,
    message: stop ? <Progress text={text} done={done} all={all} onStop={stop} /> : text,
  })
  void notifier().then((notifications) => notifications.show(shown(0)))
  return {
    tell: (done) => void notifier().then((notifications) => notifications.update(shown(done))),
    end: () => void notifier().then((notifications) => notifications.hide(id)),
  }
}

function Progress(props: { text: string; done: number; all: number; onStop: () => void }) {
  const { text, done, all, onStop } = props
  const [isStopping, setStopping] = useState(false)
  return (
    <span className={classes.progress}>
      <span className={classes.line}>
        <span className={classes.text}>{text}</span>
        <Button
          variant="default"
          size="compact-xs"
          disabled={isStopping}
          onClick={() => {
            setStopping(true)
            onStop()
          }}
        >
          {t.common.stop}
        </Button>
      </span>
      <ProgressBar label={text} value={done} max={all} width="100%" />
      <small>{t.common.doneOf(formatCount(done), formatCount(all))}</small>
    </span>
  )
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
