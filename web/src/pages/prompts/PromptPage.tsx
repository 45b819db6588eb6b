import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useEffect } from 'react'
import { ApiError } from '../../api/client'
import { type PromptOverview, type PromptVersion, promptQuery, promptVersionQuery } from '../../api/prompts'
import { folderOf, leafOf } from '../../app/folder'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { CommentThread } from '../../comments/CommentThread'
import { Badge } from '../../components/Badge'
import { ButtonLink } from '../../components/ButtonLink'
import { folderTrail } from '../../components/folderTrail'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { TabBar } from '../../components/TabBar'
import { t } from '../../i18n'
import { CompositionPanel } from './composition/CompositionPanel'
import { DiffPanel } from './detail/DiffPanel'
import { GenerationsPanel } from './detail/GenerationsPanel'
import { ResolvablePrompt } from './detail/ResolvablePrompt'
import { VersionHead } from './detail/VersionHead'
import { VersionList } from './detail/VersionList'
import { PromptMenu } from './manage/PromptMenu'
import { Tags } from './manage/Tags'
import { MetricsPanel } from './metrics/MetricsPanel'
import classes from './PromptPage.module.css'
import { type PromptSearch, type PromptTab, USES_RANGE } from './search'
import { UsePanel } from './use/UsePanel'

const TABS: { value: PromptTab; label: string }[] = [
  { value: 'prompt', label: t.prompts.tabs.prompt },
  { value: 'diff', label: t.prompts.tabs.diff },
  { value: 'use', label: t.prompts.tabs.use },
  { value: 'generations', label: t.prompts.tabs.generations },
  { value: 'metrics', label: t.prompts.tabs.metrics },
  { value: 'composition', label: t.promptEditor.composition },
  { value: 'comments', label: t.comments.title },
]
const METRICS = '/metrics'

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

  // A former name leads to the name of today; Langfuse's address of a prompt's metrics to the tab.
  const isMissing = overview.error instanceof ApiError && overview.error.status === 404
  const target = isMissing && name.endsWith(METRICS) ? name.slice(0, -METRICS.length) : overview.data?.name
  useEffect(() => {
    if (target === undefined || target === name) return
    void navigate({
      to: '/project/$projectId/prompts/$',
      params: { projectId: project, _splat: target },
      search: (old) => (isMissing ? { ...old, tab: 'metrics' } : old),
      replace: true,
    })
  }, [target, name, isMissing, navigate, project])

  if (overview.error)
    return (
      <PageError error={overview.error}>
        <ButtonLink to="/project/$projectId/prompts" params={{ projectId: project }} variant="default">
          {t.prompts.title}
        </ButtonLink>
      </PageError>
    )
  if (!overview.data) return <PagePending />
  const prompt = overview.data
  const tab = search.tab ?? 'prompt'
  return (
    <div className={classes.root}>
      <PageHead
        trail={folderTrail('/project/$projectId/prompts', project, folderOf(name))}
        title={leafOf(name)}
        note={
          <span className={classes.facts}>
            <Badge tone="outline">{t.prompts.types[prompt.type]}</Badge>
            <Tags project={project} prompt={prompt} />
          </span>
        }
      >
        {shown.data && <PromptMenu project={project} prompt={prompt} version={shown.data.version} />}
      </PageHead>
      <div className={classes.body}>
        <div className={classes.versions}>
          <VersionList
            project={project}
            name={name}
            selected={shown.data?.version}
            hasKeys={tab !== 'generations'}
            onSelect={(next) => change({ version: next, label: undefined })}
          />
        </div>
        <div className={classes.main}>
          {shown.data && <VersionHead project={project} prompt={prompt} version={shown.data} />}
          <TabBar
            label={t.prompts.tabsLabel}
            tabs={TABS}
            value={tab}
            onChange={(next) => change({ tab: next === 'prompt' ? undefined : next })}
            panel="prompt-panel"
          />
          <div
            id="prompt-panel"
            role="tabpanel"
            aria-label={TABS.find((one) => one.value === tab)?.label}
            className={classes.panel}
            data-full={tab === 'generations' || undefined}
          >
            {shown.data ? (
              <Panel
                key={name}
                project={project}
                prompt={prompt}
                version={shown.data}
                search={search}
                change={change}
              />
            ) : shown.error ? (
              <NoVersion
                error={shown.error}
                onLatest={() => change({ version: undefined, label: undefined })}
              />
            ) : (
              <PagePending />
            )}
          </div>
        </div>
      </div>
    </div>
  )
}

/** A version that is not there, or not yet known: the others are on the left. */
function NoVersion({ error, onLatest }: { error: Error; onLatest: () => void }) {
  if (!(error instanceof ApiError) || error.status !== 404) return <PageError error={error} />
  return (
    <Notice icon={SearchX} title={error.message} text={error.hint}>
      <Button variant="default" onClick={onLatest}>
        {t.prompts.toLatest}
      </Button>
    </Notice>
  )
}

interface PanelProps {
  project: string
  prompt: PromptOverview
  version: PromptVersion
  search: PromptSearch
  change: (part: Partial<PromptSearch>) => void
}

function Panel({ project, prompt, version, search, change }: PanelProps) {
  const range = search.range ?? USES_RANGE
  switch (search.tab) {
    case 'diff':
      return <DiffPanel project={project} version={version} against={search.against} onChange={change} />
    case 'use':
      return <UsePanel project={project} version={version} />
    case 'generations':
      return (
        <GenerationsPanel
          project={project}
          prompt={prompt}
          version={version.version}
          range={range}
          order={search.order ?? 'time.desc'}
          isAll={search.every ?? false}
          onChange={change}
        />
      )
    case 'metrics':
      return (
        <MetricsPanel
          project={project}
          name={prompt.name}
          version={version.version}
          range={range}
          onRange={(next) => change({ range: next })}
          onSelect={(next) => change({ version: next, label: undefined })}
        />
      )
    case 'comments':
      return (
        <CommentThread
          project={project}
          subject={{ objectType: 'PROMPT', objectId: version.id }}
          shown={search.comment}
        />
      )
    case 'composition':
      return <CompositionPanel project={project} version={version} />
    default:
      return (
        <ResolvablePrompt
          project={project}
          version={version}
          isResolved={search.resolved ?? false}
          onResolve={(resolved) => change({ resolved: resolved || undefined })}
        />
      )
  }
}
