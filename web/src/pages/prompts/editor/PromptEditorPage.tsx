import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { Lock } from 'lucide-react'
import { promptQuery, promptVersionQuery } from '../../../api/prompts'
import { useProjectId } from '../../../app/useProjectId'
import { useMay } from '../../../app/useRole'
import { Notice } from '../../../components/Notice'
import { PageError, PagePending } from '../../../components/PageState'
import { t } from '../../../i18n'
import { draftOf, emptyDraft } from './draft'
import { PromptEditor } from './PromptEditor'

const says = t.promptEditor

/** Writes a new prompt, a new version of one, or a new prompt that begins as a copy. */
export function PromptEditorPage() {
  const project = useProjectId()
  const { projectId } = useParams({ from: '/signed-in/project/$projectId' })
  const { from = '', version, as, folder } = useSearch({ from: '/signed-in/project/$projectId/prompts/new' })
  const may = useMay('member')
  const overview = useQuery({ ...promptQuery(project, from), enabled: from !== '' })
  const source = useQuery({ ...promptVersionQuery(project, from, { version }), enabled: from !== '' })

  if (!may) return <Notice icon={Lock} level={1} title={says.mayNotTitle} text={says.mayNot} />
  if (!from)
    return (
      <PromptEditor
        key={projectId}
        project={project}
        initial={{ ...emptyDraft(), name: folder ? `${folder}/` : '' }}
        baseVersion={0}
      />
    )
  const error = (overview.data ? null : overview.error) ?? (source.data ? null : source.error)
  if (error) return <PageError error={error} />
  if (!overview.data || !source.data || source.isPlaceholderData) return <PagePending />
  if (as === 'new')
    return (
      <PromptEditor
        key={`${projectId} copy ${from}`}
        project={project}
        initial={draftOf(source.data, `${from}-copy`)}
        baseVersion={0}
        copyOf={from}
      />
    )
  return (
    <PromptEditor
      key={`${projectId} ${from} ${source.data.version}`}
      project={project}
      initial={draftOf(source.data)}
      source={source.data}
      baseVersion={overview.data.latestVersion}
    />
  )
}
