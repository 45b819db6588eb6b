import { Button } from '@mantine/core'
import type { QueueItem } from '../../api/queues'
import { RelativeTime } from '../../components/RelativeTime'
import { formatClockShort } from '../../format/moment'
import { t } from '../../i18n'
import classes from './Process.module.css'
import type { Work } from './useWork'

interface WorkNoteProps {
  item: QueueItem
  work: Work
  mayWork: boolean
}

/** What the user must know of the item before they score it: who works on it, that it is done, that their time is up. */
export function WorkNote({ item, work, mayWork }: WorkNoteProps) {
  const texts = t.queues.work
  if (item.status === 'COMPLETED') {
    return (
      <div className={classes.note} data-tone="ok" role="status">
        <p>
          {item.annotator ? texts.doneBy(item.annotator) : texts.doneByApi}{' '}
          {item.completedAt && <RelativeTime time={item.completedAt} />}
        </p>
        {mayWork && (
          <Button
            variant="default"
            size="compact-xs"
            loading={work.reopen.isPending}
            onClick={() => work.reopen.mutate()}
          >
            {texts.reopen}
          </Button>
        )}
      </div>
    )
  }
  if (item.lock && !item.lock.isMine) {
    const { userName, until } = item.lock
    return (
      <div className={classes.note} data-tone="warn" role="status">
        <p>
          {work.lost ? texts.lost(userName) : texts.held(userName, formatClockShort(new Date(until)))}
          {!work.lost && <small>{texts.heldHelp}</small>}
        </p>
        {mayWork && (
          <Button
            variant="default"
            size="compact-xs"
            loading={work.hold.isPending}
            onClick={() => work.hold.mutate(true)}
          >
            {texts.takeOver}
          </Button>
        )}
      </div>
    )
  }
  if (work.expired) {
    return (
      <div className={classes.note} data-tone="warn" role="status">
        <p>{texts.expired(formatClockShort(work.expired))}</p>
        <Button
          variant="default"
          size="compact-xs"
          loading={work.hold.isPending}
          onClick={() => work.hold.mutate(false)}
        >
          {texts.goOn}
        </Button>
      </div>
    )
  }
  if (!mayWork) {
    return (
      <div className={classes.note} role="status">
        <p>{texts.viewer}</p>
      </div>
    )
  }
  if (item.skippedBy.length > 0) {
    return (
      <div className={classes.note} role="status">
        <p>{t.queues.skippedBy(item.skippedBy)}</p>
      </div>
    )
  }
  return null
}
