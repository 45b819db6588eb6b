import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { promptQuery, promptVersionQuery } from '../../api/prompts'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { CommentThread } from '../../comments/CommentThread'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { TabBar } from '../../components/TabBar'
import { t } from '../../i18n'
import { CompositionPanel } from './detail/CompositionPanel'
import { ResolvablePrompt } from './detail/ResolvablePrompt'
import { VersionList } from './detail/VersionList'
import { FolderTrail } from './FolderTrail'
import { folderOf, leafOf } from './folder'
import classes from './PromptPage.module.css'
import type { PromptSearch, PromptTab } from './search'

const TABS: { value: PromptTab; label: string }[] = [
  { value: 'prompt', label: t.prompts.tabs.prompt },
  { value: 'composition', label: t.promptEditor.composition },
  { value: 'comments', label: t.comments.title },
]

/** A prompt: its versions on the left, the chosen one on the right. */
export function PromptPage() {
  const project = useProjectId()
  const { _splat: name = '' } = useParams({ from: '/signed-in/project/$projectId/prompts/$' })
  const search = useSearch({ from: '/signed-in/project/$projectId/prompts/$' })
  const navigate = useNavigate({ from: '/project/$projectId/prompts/$' })
  const overview = useQuery(promptQuery(project, name))
  const { version, label } = search
  const shown = useQuery(promptVersionQuery(project, name, { version, label }))
  useTitle(`${leafOf(name)} · ${t.prompts.title}`)
  const change = (part: Partial<PromptSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })

  const error = overview.error ?? (shown.data ? null : shown.error)
  if (error) return <PageError error={error} />
  if (!overview.data) return <PagePending />
  return (
    <div className={classes.root}>
      <PageHead title={<FolderTrail project={project} folder={folderOf(name)} name={leafOf(name)} />} />
      <div className={classes.body}>
        <div className={classes.versions}>
          <VersionList
            project={project}
            name={name}
            selected={shown.data?.version}
            onSelect={(next) => change({ version: next, label: undefined })}
          />
        </div>
        <div className={classes.main}>
          <TabBar
            label={t.prompts.tabsLabel}
            tabs={TABS}
            value={search.tab ?? 'prompt'}
            onChange={(tab) => change({ tab: tab === 'prompt' ? undefined : tab })}
            panel="prompt-panel"
          />
          <div id="prompt-panel" role="tabpanel" className={classes.panel}>
            {!shown.data ? (
              <PagePending />
            ) : search.tab === 'comments' ? (
              <CommentThread
                project={project}
                subject={{ objectType: 'PROMPT', objectId: shown.data.id }}
                shown={search.comment}
              />
            ) : search.tab === 'composition' ? (
              <CompositionPanel project={project} version={shown.data} />
            ) : (
              <ResolvablePrompt
                project={project}
                version={shown.data}
                isResolved={search.resolved ?? false}
                onResolve={(resolved) => change({ resolved: resolved || undefined })}
              />
            )}
          </div>
        </div>
      </div>
    </div>
  )
}
