import { FolderX } from 'lucide-react'
import type { ProjectRef } from '../api/types'
import { ButtonLink } from '../components/ButtonLink'
import { Notice } from '../components/Notice'
import { t } from '../i18n'

const MOST = 6

/** An address of a project that does not exist, or is not the user's: the two are told alike. */
export function NoSuchProject({ id, projects }: { id: string; projects: ProjectRef[] }) {
  return (
    <main>
      <Notice icon={FolderX} level={1} title={t.errors.noSuchProjectTitle} text={t.errors.noSuchProject(id)}>
        {projects.slice(0, MOST).map((project) => (
          <ButtonLink
            key={project.id}
            to="/project/$projectId/traces"
            params={{ projectId: project.id }}
            search={{}}
            variant="default"
          >
            {project.name}
          </ButtonLink>
        ))}
      </Notice>
    </main>
  )
}
