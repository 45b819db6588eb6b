import { Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { unreadQuery } from '../api/comments'
import { useProjectId } from '../app/useProjectId'
import { PagePending } from '../components/PageState'
import { t } from '../i18n'
import classes from './MentionsBell.module.css'

const MentionsInbox = lazy(() => import('./MentionsInbox'))
const MOST_SHOWN = 99

/** The bell with the number of unread mentions; opens the list of them. */
export function MentionsBell({ className }: { className?: string }) {
  const project = useProjectId()
  const [isOpen, setOpen] = useState(false)
  const { data: unread = 0 } = useQuery({ ...unreadQuery(project), enabled: project !== '' })
  const label = unread > 0 ? `${t.comments.mentions}: ${t.comments.unread(unread)}` : t.comments.mentions
  return (
    <Popover position="top-start" width={360} opened={isOpen} onChange={setOpen} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={className}
          aria-label={label}
          title={label}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={classes.bell}>
            <Bell size={15} aria-hidden />
            {unread > 0 && <span className={classes.count}>{unread > MOST_SHOWN ? '99+' : unread}</span>}
          </span>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown}>
        <Suspense fallback={<PagePending />}>
          <MentionsInbox project={project} unread={unread} onClose={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
