import { Link } from '@tanstack/react-router'
import type { PromptDependent } from '../../../api/promptManaging'
import { t } from '../../../i18n'
import classes from './Dependents.module.css'

interface DependentsProps {
  project: string
  dependents: readonly PromptDependent[]
  count: number
}

/** Versions of other prompts that refer to a prompt. */
export function Dependents({ project, dependents, count }: DependentsProps) {
  return (
    <ul className={classes.root}>
      {dependents.map((one) => (
        <li key={`${one.name} ${one.version} ${one.childLabel ?? one.childVersion}`}>
          <Link
            to="/project/$projectId/prompts/$"
            params={{ projectId: project, _splat: one.name }}
            search={{ version: one.version }}
          >
            {one.name}
          </Link>
          {t.prompts.shortVersion(one.version)}
          <span className={classes.by}>
            {t.prompts.manage.uses(one.childLabel ?? t.prompts.shortVersion(one.childVersion ?? 0))}
          </span>
        </li>
      ))}
      {count > dependents.length && <li>{t.prompts.manage.more(count - dependents.length)}</li>}
    </ul>
  )
}
