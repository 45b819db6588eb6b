import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { t } from '../../i18n'
import classes from './FolderTrail.module.css'
import { trailOf } from './folder'

interface FolderTrailProps {
  project: string
  folder: string
  /** The name of the prompt below the folder; without it the folder itself is shown. */
  name?: string
}

/** The way from the top of the library to a folder or prompt, each step a link. */
export function FolderTrail({ project, folder, name }: FolderTrailProps) {
  const steps = trailOf(folder)
  const links = name === undefined ? steps.slice(0, -1) : steps
  return (
    <span className={classes.root}>
      {[{ path: undefined, name: t.prompts.top }, ...links].map((step) => (
        <span key={step.path ?? ''} className={classes.part}>
          <Link
            to="/project/$projectId/prompts"
            params={{ projectId: project }}
            search={{ folder: step.path }}
          >
            {step.name}
          </Link>
          <ChevronRight size={13} aria-hidden />
        </span>
      ))}
      <span className={classes.here}>{name ?? steps.at(-1)?.name}</span>
    </span>
  )
}
