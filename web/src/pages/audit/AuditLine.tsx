import { Button, Tooltip } from '@mantine/core'
import { Bot, ChevronRight, KeyRound, UserRound } from 'lucide-react'
import type { AuditRow } from '../../api/audit'
import { CopyButton } from '../../components/CopyButton'
import { RelativeTime } from '../../components/RelativeTime'
import { DiffView } from '../../editor/DiffView'
import { formatExact } from '../../format/moment'
import { t } from '../../i18n'
import classes from './AuditLog.module.css'
import { actionName, keptText, kindName } from './words'

const ICONS: Record<string, typeof Bot> = { user: UserRound, api_key: KeyRound, system: Bot }

interface AuditLineProps {
  line: AuditRow
  hasProject: boolean
  isOpen: boolean
  onToggle: () => void
  /** Narrows the log to what this line is about. */
  onOnly: () => void
}

/** One change, and below it, when it is open, how it was before and after. */
export function AuditLine({ line, hasProject, isOpen, onToggle, onOnly }: AuditLineProps) {
  const Icon = ICONS[line.authorKind] ?? Bot
  const what = `${actionName(line.action)} ${kindName(line.kind)} ${line.resourceName}`
  return (
    <>
      <tr className={classes.line} onClick={onToggle}>
        <td>
          <RelativeTime time={line.time} />
        </td>
        <td>
          <Tooltip label={`${t.audit.authors[line.authorKind] ?? line.authorKind}: ${line.authorName}`}>
            <span className={classes.who}>
              <Icon size={14} aria-hidden />
              <span>{line.authorName}</span>
            </span>
          </Tooltip>
        </td>
        <td>
          <button
            type="button"
            className={classes.open}
            aria-expanded={isOpen}
            aria-label={t.audit.details(what)}
            onClick={(event) => {
              event.stopPropagation()
              onToggle()
            }}
          >
            <ChevronRight size={13} aria-hidden />
            <span>
              <span className={classes.verb}>
                {actionName(line.action)} {kindName(line.kind)}
              </span>{' '}
              {line.resourceName}
            </span>
          </button>
        </td>
        {hasProject && (
          <td>
            {line.projectName ?? (
              <span className={classes.verb}>{line.projectId ? t.audit.gone : t.common.none}</span>
            )}
          </td>
        )}
      </tr>
      {isOpen && (
        <tr className={classes.details}>
          <td colSpan={hasProject ? 4 : 3}>
            <Details line={line} onOnly={onOnly} />
          </td>
        </tr>
      )}
    </>
  )
}

function Details({ line, onOnly }: { line: AuditRow; onOnly: () => void }) {
  const before = keptText(line.before)
  const after = keptText(line.after)
  return (
    <>
      <p className={classes.facts}>
        <span>{formatExact(new Date(line.time))}</span>
        <span>
          <code>{line.resourceId}</code> <CopyButton value={line.resourceId} label={t.common.copyId} />
        </span>
        <Button variant="default" size="compact-xs" onClick={onOnly}>
          {t.audit.onlyThis}
        </Button>
      </p>
      {before || after ? (
        <DiffView
          before={before}
          after={after}
          beforeLabel={t.audit.before}
          afterLabel={t.audit.after}
          language="json"
          isUnified={!before || !after}
        />
      ) : (
        <p className={classes.verb}>{t.audit.nothingMore}</p>
      )}
    </>
  )
}
