import { Link } from '@tanstack/react-router'
import { trailOf } from '../app/folder'
import { t } from '../i18n'

const TOPS = {
  '/project/$projectId/prompts': () => t.prompts.title,
  '/project/$projectId/datasets': () => t.datasets.title,
}

/** The way from the top of a library to a folder, for the head of a page that lies in it. */
export function folderTrail(to: keyof typeof TOPS, projectId: string, folder: string) {
  return [{ path: undefined, name: TOPS[to]() }, ...trailOf(folder)].map((step) => (
    <Link key={step.path ?? ''} to={to} params={{ projectId }} search={{ folder: step.path }}>
      {step.name}
    </Link>
  ))
}
