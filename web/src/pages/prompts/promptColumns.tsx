import { Link } from '@tanstack/react-router'
import { FileText, Folder, MessagesSquare } from 'lucide-react'
import type { PromptEntry, PromptLine } from '../../api/prompts'
import { folderOf, leafOf, within } from '../../app/folder'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Dash, linkClass, quietClass, TagsCell } from '../../table/cells'
import cells from '../../table/cells.module.css'
import type { Column } from '../../table/column'
import { LabelList } from './LabelList'
import classes from './promptColumns.module.css'

const labels = t.prompts.columns

/** The columns of the library inside a folder; `isFlat` where what is found comes with its folders. */
export function promptColumns(
  project: string,
  folder: string | undefined,
  isFlat: boolean,
): Column<PromptEntry>[] {
  return [
    {
      key: 'name',
      label: labels.name,
      width: 220,
      grow: 3,
      fixed: true,
      orders: ['name.asc', 'name.desc'],
      render: (row) => <Name row={row} project={project} folder={folder} isFlat={isFlat} />,
    },
    {
      key: 'labels',
      label: labels.labels,
      width: 170,
      grow: 1.4,
      from: 620,
      render: ofPrompt((row) => <LabelList labels={row.labels} />),
    },
    {
      key: 'versions',
      label: labels.versions,
      width: 72,
      end: true,
      from: 560,
      render: ofPrompt((row) => formatCount(row.versionCount)),
    },
    {
      key: 'tags',
      label: labels.tags,
      width: 120,
      grow: 0.8,
      from: 980,
      render: ofPrompt((row) => <TagsCell tags={row.tags} />),
    },
    {
      key: 'generations',
      label: labels.generations,
      width: 96,
      end: true,
      orders: ['generations.desc'],
      from: 760,
      render: ofPrompt((row) => (row.generationCount ? formatCount(row.generationCount) : <Dash />)),
    },
    {
      key: 'used',
      label: labels.used,
      width: 84,
      orders: ['used.desc'],
      from: 860,
      render: ofPrompt((row) => (row.lastUsedAt ? <RelativeTime time={row.lastUsedAt} /> : <Dash />)),
    },
    {
      key: 'updated',
      label: labels.updated,
      width: 84,
      orders: ['updated.desc'],
      onPhone: true,
      render: (row) => <RelativeTime time={row.updatedAt} />,
    },
    {
      key: 'by',
      label: labels.by,
      width: 110,
      from: 1080,
      render: ofPrompt((row) => row.createdBy || t.prompts.someone),
    },
  ]
}

/** A cell that folders leave empty. */
const ofPrompt = (render: (row: PromptLine) => React.ReactNode) => (row: PromptEntry) =>
  row.kind === 'prompt' ? render(row) : null

interface NameProps {
  row: PromptEntry
  project: string
  folder: string | undefined
  isFlat: boolean
}

function Name({ row, project, folder, isFlat }: NameProps) {
  const shown = within(row.name, folder)
  if (row.kind === 'folder') {
    return (
      <span className={classes.name}>
        <Folder size={15} aria-hidden className={classes.icon} data-kind="folder" />
        <Link
          from="/project/$projectId/prompts"
          to="/project/$projectId/prompts"
          params={{ projectId: project }}
          search={(old) => ({ ...old, folder: row.name })}
          className={linkClass}
          title={row.name}
        >
          {shown}
        </Link>
        <span className={quietClass}>{t.prompts.inFolder(row.promptCount)}</span>
      </span>
    )
  }
  const Icon = row.type === 'chat' ? MessagesSquare : FileText
  const above = isFlat ? folderOf(shown) : ''
  return (
    <span className={classes.name}>
      <Icon size={15} className={classes.icon} aria-label={t.prompts.types[row.type]} />
      <Link
        to="/project/$projectId/prompts/$"
        params={{ projectId: project, _splat: row.name }}
        search={{}}
        className={linkClass}
        title={row.name}
      >
        {above && <span className={classes.quiet}>{above}/</span>}
        {isFlat ? leafOf(shown) : shown}
      </Link>
      <span className={cells.actions}>
        <CopyButton value={row.name} label={t.prompts.copyName} />
      </span>
    </span>
  )
}
