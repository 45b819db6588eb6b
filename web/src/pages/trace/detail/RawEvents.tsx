import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { eventsQuery } from '../../../api/trace'
import type { RawEvent } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { Badge } from '../../../components/Badge'
import { Code } from '../../../components/Code'
import { PageError, PagePending } from '../../../components/PageState'
import { formatClockMs } from '../../../format/moment'
import { t } from '../../../i18n'
import classes from './RawEvents.module.css'

interface RawEventsProps {
  trace: string
  observation: string | undefined
}

/** The records behind a step or a trace as the agent sent them, page by page. */
export function RawEvents({ trace, observation }: RawEventsProps) {
  const project = useProjectId()
  const query = useInfiniteQuery(eventsQuery(project, trace, observation))
  if (query.error && !query.data) return <PageError error={query.error} />
  if (!query.data) return <PagePending />
  const events = query.data.pages.flatMap((page) => page.items)
  if (events.length === 0) return <p className={classes.none}>{t.trace.noRawEvents}</p>
  return (
    <>
      <p className={classes.lead}>{t.trace.rawEventsHelp}</p>
      {events.map((event) => (
        <Event key={event.eventId} event={event} />
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          mt={12}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.common.loadMore}
        </Button>
      )}
    </>
  )
}

function Event({ event }: { event: RawEvent }) {
  return (
    <details className={classes.event}>
      <summary className={classes.head}>
        <ChevronRight size={13} aria-hidden className={classes.chevron} />
        <span className={classes.time}>{formatClockMs(new Date(event.time))}</span>
        <span className={classes.name}>{event.name}</span>
        <Badge>{event.kind}</Badge>
      </summary>
      <div className={classes.body}>
        <Code
          text={JSON.stringify(event.attributes, null, 2)}
          language="json"
          title={t.trace.rawAttributes}
          wrap
        />
        {Object.keys(event.resource).length > 0 && (
          <Code
            text={JSON.stringify(event.resource, null, 2)}
            language="json"
            title={t.trace.rawResource}
            wrap
          />
        )}
      </div>
    </details>
  )
}
