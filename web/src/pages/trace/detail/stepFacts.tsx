import type { ReactNode } from 'react'
import type { ObservationDetail } from '../../../api/types'
import { RelativeTime } from '../../../components/RelativeTime'
import { formatDuration } from '../../../format/duration'
import { formatClock } from '../../../format/moment'
import { t } from '../../../i18n'

/** When a step began and how long it took: the facts that every kind has. */
export function timeFacts(observation: ObservationDetail): (readonly [string, ReactNode])[] {
  return [
    [
      t.trace.started,
      <>
        {formatClock(new Date(observation.startTime))} · <RelativeTime time={observation.startTime} />
      </>,
    ],
    [
      t.trace.duration,
      observation.durationMs === null ? t.trace.noEnd : formatDuration(observation.durationMs),
    ],
  ]
}
