import { Link } from '@tanstack/react-router'
import { FlaskConical } from 'lucide-react'
import { useProjectId } from '../../app/useProjectId'
import { t } from '../../i18n'
import { showReordering } from '../../text/bidi'
import classes from './ExperimentLink.module.css'

interface ExperimentLinkProps {
  id: string
  name: string
  /** The item to open there; without an id the results begin at their top. */
  item: string
}

/** From a trace to the results of its experiment, where its item is open. */
export function ExperimentLink({ id, name, item }: ExperimentLinkProps) {
  const projectId = useProjectId()
  return (
    <Link
      to="/project/$projectId/experiments/results"
      params={{ projectId }}
      search={{ baseline: id, item: item || undefined }}
      className={classes.root}
      title={item ? t.detail.openResultOf(item) : t.detail.openResults}
    >
      <FlaskConical size={13} aria-hidden />
      <span className={classes.name}>{showReordering(name || id)}</span>
    </Link>
  )
}
