import { FolderOpen } from 'lucide-react'
import { Notice } from '../components/Notice'
import { t } from '../i18n'

/** Shown to a user who may open no project. */
export function NoProjectPage() {
  return (
    <main>
      <Notice icon={FolderOpen} level={1} title={t.errors.noProjects} />
    </main>
  )
}
