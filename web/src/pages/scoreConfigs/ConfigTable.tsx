import { ActionIcon, Tooltip } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Pencil } from 'lucide-react'
import { rangeText } from '../../annotate/judgement'
import type { ScoreConfig } from '../../api/scoreConfigs'
import { Badge } from '../../components/Badge'
import { ListTable } from '../../components/ListTable'
import { RelativeTime } from '../../components/RelativeTime'
import { onlyFilter } from '../../filters/condition'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import classes from './ConfigTable.module.css'

const columns = t.scoreConfigs.columns
const SHOWN_CATEGORIES = 5

interface ConfigTableProps {
  project: string
  configs: ScoreConfig[]
  /** Undefined for who may only look. */
  onEdit: ((config: ScoreConfig) => void) | undefined
  onArchive: ((config: ScoreConfig) => void) | undefined
}

/** Score configs with what their scores may be, and how many there are. */
export function ConfigTable({ project, configs, onEdit, onArchive }: ConfigTableProps) {
  return (
    <ListTable
      isDense
      label={t.scoreConfigs.title}
      columns={[
        columns.name,
        columns.type,
        columns.values,
        columns.description,
        { label: columns.scores, isNumber: true },
        columns.created,
        onEdit !== undefined && { label: columns.actions, isHidden: true },
      ]}
    >
      {configs.map((config) => (
        <tr key={config.id} className={classes.line} data-archived={config.isArchived || undefined}>
          <td className={classes.name} title={config.name}>
            {showReordering(config.name)}
            {config.isArchived && <Badge tone="outline">{t.scoreConfigs.isArchived}</Badge>}
          </td>
          <td>{t.scores.types[config.dataType]}</td>
          <td className={classes.values}>
            <Values config={config} />
          </td>
          <td className={classes.description} title={config.description}>
            {showReordering(config.description)}
          </td>
          <td data-end>
            {config.scoreCount > 0 ? (
              <Link
                to="/project/$projectId/scores"
                params={{ projectId: project }}
                search={{ ...onlyFilter('configId', config.id), range: 'all' }}
                className={classes.count}
                aria-label={t.scoreConfigs.scoresOf(config.name, config.scoreCount)}
              >
                {formatCount(config.scoreCount)}
              </Link>
            ) : (
              <span className={classes.quiet}>{t.scoreConfigs.none}</span>
            )}
          </td>
          <td className={classes.quiet}>
            <RelativeTime time={config.createdAt} />
          </td>
          {onEdit && onArchive && (
            <td data-end className={classes.actions}>
              <Action label={t.scoreConfigs.edit(config.name)} icon={Pencil} onClick={() => onEdit(config)} />
              <Action
                label={(config.isArchived ? t.scoreConfigs.restore : t.scoreConfigs.archive)(config.name)}
                icon={config.isArchived ? ArchiveRestore : Archive}
                onClick={() => onArchive(config)}
              />
            </td>
          )}
        </tr>
      ))}
    </ListTable>
  )
}

function Values({ config }: { config: ScoreConfig }) {
  if (config.dataType === 'TEXT') return <span className={classes.quiet}>{t.scoreConfigs.textValues}</span>
  if (config.dataType === 'NUMERIC') {
    const range = rangeText(config.minValue, config.maxValue)
    return range ? <span>{range}</span> : <span className={classes.quiet}>{t.scoreConfigs.anyNumber}</span>
  }
  const rest = config.categories.length - SHOWN_CATEGORIES
  return (
    <span
      className={classes.categories}
      title={config.categories.map((one) => `${one.label} = ${one.value}`).join('\n')}
    >
      {config.categories.slice(0, SHOWN_CATEGORIES).map((one) => (
        <Badge key={one.label}>{showReordering(one.label)}</Badge>
      ))}
      {rest > 0 && <span className={classes.quiet}>+{rest}</span>}
    </span>
  )
}

function Action({ label, icon: Icon, onClick }: { label: string; icon: typeof Pencil; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} size={24} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
