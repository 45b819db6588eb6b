import { Link } from '@tanstack/react-router'
import { SquareArrowOutUpRight } from 'lucide-react'
import type { QueueItem } from '../../api/queues'
import { Badge } from '../../components/Badge'
import { RelativeTime } from '../../components/RelativeTime'
import { formatClockShort } from '../../format/moment'
import { t } from '../../i18n'
import { aboveClass, Dash, linkClass, NameCell, quietClass, TextCell } from '../../table/cells'
import type { Column } from '../../table/column'
import { ItemStatusMark } from './ItemStatusMark'
import { nameOf, ObjectLink } from './ObjectLink'

const labels = t.queues.itemColumns

/** The columns of a queue's items; a row leads to the item in the work mode. */
export function itemColumns(project: string, queue: string): Column<QueueItem>[] {
  return [
    {
      key: 'status',
      label: labels.status,
      isLabelHidden: true,
      width: 16,
      fixed: true,
      render: (item) => <ItemStatusMark item={item} />,
    },
    {
      key: 'object',
      label: labels.object,
      width: 220,
      grow: 3,
      fixed: true,
      render: (item) => <ObjectCell project={project} queue={queue} item={item} />,
    },
    {
      key: 'type',
      label: labels.type,
      width: 88,
      from: 720,
      render: (item) => <Badge>{t.queues.types[item.subject.objectType]}</Badge>,
    },
    {
      key: 'lock',
      label: labels.lock,
      width: 150,
      grow: 0.4,
      from: 760,
      render: (item) =>
        item.lock ? (
          <span style={{ color: 'var(--accent-ink)' }}>
            {t.queues.lockedBy(
              item.lock.isMine ? t.queues.you : item.lock.userName,
              formatClockShort(new Date(item.lock.until)),
            )}
          </span>
        ) : (
          <Dash />
        ),
    },
    {
      key: 'annotator',
      label: labels.annotator,
      width: 110,
      grow: 0.5,
      from: 560,
      render: (item) =>
        item.status === 'COMPLETED' ? <TextCell text={item.annotator || t.queues.throughApi} /> : <Dash />,
    },
    {
      key: 'completed',
      label: labels.completed,
      width: 84,
      onPhone: true,
      render: (item) => (item.completedAt ? <RelativeTime time={item.completedAt} /> : <Dash />),
    },
    {
      key: 'added',
      label: labels.added,
      width: 84,
      from: 900,
      render: (item) => <RelativeTime time={item.createdAt} />,
    },
    {
      key: 'open',
      label: t.queues.openObject,
      isLabelHidden: true,
      width: 20,
      end: true,
      from: 560,
      render: ({ subject }) =>
        subject.exists ? (
          <ObjectLink
            project={project}
            subject={subject}
            className={aboveClass}
            label={`${t.queues.openObject}: ${nameOf(subject)}`}
          >
            <SquareArrowOutUpRight
              size={13}
              aria-hidden
              style={{ display: 'block', color: 'var(--ink-3)' }}
            />
          </ObjectLink>
        ) : null,
    },
  ]
}

function ObjectCell({ project, queue, item }: { project: string; queue: string; item: QueueItem }) {
  const { subject } = item
  return (
    <NameCell
      id={subject.objectId}
      where={
        subject.objectType === 'SESSION' && subject.exists ? t.queues.traces(subject.traceCount) : undefined
      }
      preview={subject.exists ? subject.preview || subject.objectId : undefined}
      badges={
        <>
          {!subject.exists && <Badge tone="warn">{t.queues.gone}</Badge>}
          {item.skippedBy.length > 0 && (
            <Badge tone="outline" title={t.queues.skippedBy(item.skippedBy)}>
              {t.queues.work.skipped(item.skippedBy.length)}
            </Badge>
          )}
        </>
      }
      link={
        <Link
          to="/project/$projectId/annotation-queues/$queueId/process"
          params={{ projectId: project, queueId: queue }}
          search={{ item: item.id }}
          preload={false}
          className={linkClass}
          title={nameOf(subject)}
        >
          {subject.exists ? nameOf(subject) : <span className={quietClass}>{subject.objectId}</span>}
        </Link>
      }
    />
  )
}
