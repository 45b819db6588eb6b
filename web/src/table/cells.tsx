import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ScoreCell as ScoreValues } from '../api/lists'
import { Badge } from '../components/Badge'
import { CopyButton } from '../components/CopyButton'
import { onlyFilter } from '../filters/condition'
import { formatCost } from '../format/number'
import { formatScore } from '../format/score'
import { t } from '../i18n'
import classes from './cells.module.css'

/** Nothing to show. */
export const Dash = () => <span className={classes.quiet}>–</span>

/** A text that is cut where the column ends. */
export function TextCell({ text, mono }: { text: string; mono?: boolean }) {
  if (!text) return <Dash />
  return (
    <span
      title={text}
      style={mono ? { fontFamily: 'var(--font-mono)', fontSize: 'var(--text-xs)' } : undefined}
    >
      {text}
    </span>
  )
}

/** What something cost; says so when no price is known. */
export function CostCell({ usd }: { usd: number | null }) {
  return <span title={usd === null ? t.traces.noPrice : undefined}>{formatCost(usd)}</span>
}

/** The first of some models, and how many more there are. */
export function ModelsCell({ models }: { models: readonly string[] }) {
  const [first] = models
  if (!first) return <Dash />
  return (
    <span className={classes.clip}>
      <Badge mono title={models.join(', ')}>
        {first}
      </Badge>
      {models.length > 1 && <span className={classes.quiet}> +{models.length - 1}</span>}
    </span>
  )
}

/** Short labels, as many as there is room for. */
export function TagsCell({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <Dash />
  return (
    <span className={classes.clip} title={tags.join(', ')}>
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  )
}

/** Somebody, with the way to their traces. */
export function UserCell({ project, users }: { project: string; users: readonly string[] }) {
  const [first] = users
  if (!first) return <Dash />
  return (
    <Link
      to="/project/$projectId/traces"
      params={{ projectId: project }}
      search={onlyFilter('userId', first)}
      className={classes.above}
      title={users.join(', ')}
    >
      {first}
    </Link>
  )
}

/** The scores of one name that a row has. */
export function ScoresCell({ scores, name }: { scores: readonly ScoreValues[]; name: string }) {
  const found = scores.find((one) => one.name === name)
  if (!found) return <Dash />
  if (found.average !== null && found.dataType !== 'CATEGORICAL') {
    return <span title={found.count > 1 ? `⌀ ${found.count}` : undefined}>{formatScore(found.average)}</span>
  }
  return <TagsCell tags={found.categories} />
}

interface NameCellProps {
  /** The link that covers the whole line. */
  link: ReactNode
  /** Small labels behind the name. */
  badges?: ReactNode
  /** What the button at the end copies. */
  id: string
  where?: string
  preview?: string
  dense?: boolean
}

/** What a row is called, with a second line about it. */
export function NameCell({ link, badges, id, where, preview, dense }: NameCellProps) {
  return (
    <span className={classes.name}>
      <span className={classes.first}>
        {link}
        {badges}
        <span className={classes.actions}>
          <CopyButton value={id} label={t.common.copyId} />
        </span>
      </span>
      {!dense && (where || preview) && (
        <span className={classes.second}>
          {where && <span className={classes.where}>{where}</span>}
          {preview && <span className={classes.preview}>{preview}</span>}
        </span>
      )}
    </span>
  )
}

export const linkClass = classes.link
export const labelsClass = classes.labels
export const quietClass = classes.quiet
export const aboveClass = classes.above
