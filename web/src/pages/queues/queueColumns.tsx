import { ActionIcon, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil, Play, Trash2 } from 'lucide-react'
import type { QueueRow } from '../../api/queues'
import { Badge } from '../../components/Badge'
import { ButtonLink } from '../../components/ButtonLink'
import { People } from '../../components/People'
import { ProgressBar } from '../../components/ProgressBar'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Dash, linkClass, NameCell, quietClass } from '../../table/cells'
import type { Column } from '../../table/column'
import classes from './Queues.module.css'

interface Actions {
  onEdit: (queue: QueueRow) => void
  onDelete: (queue: QueueRow) => void
}

const labels = t.queues.columns

/** The columns of the list of queues; `actions` is undefined for who may only look. */
export function queueColumns(project: string, actions: Actions | undefined): Column<QueueRow>[] {
  return [
    {
      key: 'name',
      label: labels.name,
      width: 220,
      grow: 2.4,
      fixed: true,
      render: (row) => (
        <NameCell
          id={row.id}
          preview={firstLine(row.description)}
          link={
            <Link
              to="/project/$projectId/annotation-queues/$queueId"
              params={{ projectId: project, queueId: row.id }}
              search={{}}
              className={linkClass}
              title={row.name}
            >
              {row.name}
            </Link>
          }
        />
      ),
    },
    {
      key: 'progress',
      label: labels.progress,
      width: 136,
      fixed: true,
      render: (row) => <Progress queue={row} />,
    },
    {
      key: 'yours',
      label: labels.yours,
      width: 56,
      end: true,
      from: 560,
      render: (row) =>
        row.isMine ? (
          <span
            title={t.queues.yoursHelp(row.progress.free, row.progress.skipped)}
            className={row.progress.free ? classes.yours : ''}
          >
            {formatCount(row.progress.free)}
          </span>
        ) : (
          <Dash />
        ),
    },
    {
      key: 'scores',
      label: labels.scores,
      width: 150,
      grow: 1,
      from: 900,
      render: (row) => <Configs queue={row} />,
    },
    {
      key: 'people',
      label: labels.people,
      width: 96,
      from: 720,
      render: (row) =>
        row.assignees.length > 0 ? (
          <People people={row.assignees} />
        ) : (
          <span className={quietClass} title={t.queues.nobody}>
            –
          </span>
        ),
    },
    {
      key: 'last',
      label: labels.last,
      width: 84,
      from: 1000,
      render: (row) => (row.lastActivityAt ? <RelativeTime time={row.lastActivityAt} /> : <Dash />),
    },
    {
      key: 'actions',
      label: t.queues.more,
      isLabelHidden: true,
      width: 128,
      from: 560,
      end: true,
      render: (row) => <RowActions project={project} queue={row} actions={actions} />,
    },
  ]
}

/** The first line without the marks of Markdown. */
function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1)
  return line.replace(/^[#>\-\s]+/, '').replace(/[*_`]{1,2}(\S[^*_`]*)[*_`]{1,2}/g, '$1')
}

/** The bar with its figures. */
export function Progress({ queue, width = 70 }: { queue: QueueRow; width?: number }) {
  const { completed, total } = queue.progress
  if (total === 0) return <span className={quietClass}>{t.queues.noItems}</span>
  return (
    <span className={classes.progress} title={t.queues.progress(completed, total)}>
      <ProgressBar label={t.queues.progress(completed, total)} value={completed} max={total} width={width} />
      <span className={classes.figures}>
        {formatCount(completed)}
        <span className={quietClass}> / {formatCount(total)}</span>
      </span>
    </span>
  )
}

function Configs({ queue }: { queue: QueueRow }) {
  if (queue.scoreConfigs.length === 0) {
    return (
      <span className={quietClass} title={t.queues.anyScoresHelp}>
        {t.queues.anyScores}
      </span>
    )
  }
  return (
    <span className={classes.configs} title={queue.scoreConfigs.map((config) => config.name).join(', ')}>
      {queue.scoreConfigs.map((config) => (
        <Badge key={config.id}>{config.name}</Badge>
      ))}
    </span>
  )
}

interface RowActionsProps {
  project: string
  queue: QueueRow
  actions: Actions | undefined
}

function RowActions({ project, queue, actions }: RowActionsProps) {
  return (
    <span className={classes.actions} data-above>
      {actions && queue.progress.completed < queue.progress.total && (
        <ButtonLink
          to="/project/$projectId/annotation-queues/$queueId/process"
          params={{ projectId: project, queueId: queue.id }}
          search={{}}
          preload={false}
          variant="default"
          size="compact-xs"
          leftSection={<Play size={11} aria-hidden />}
          aria-label={t.queues.annotateOf(queue.name)}
        >
          {t.queues.annotate}
        </ButtonLink>
      )}
      {actions && (
        <Menu position="bottom-end" width={160}>
          <Menu.Target>
            <ActionIcon aria-label={`${t.queues.more}: ${queue.name}`}>
              <Ellipsis size={15} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => actions.onEdit(queue)}>
              {t.queues.edit}
            </Menu.Item>
            <Menu.Item leftSection={<Trash2 size={14} aria-hidden />} onClick={() => actions.onDelete(queue)}>
              {t.queues.delete}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </span>
  )
}
