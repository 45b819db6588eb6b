import { Button, Switch } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ClipboardCheck, Plus } from 'lucide-react'
import { useState } from 'react'
import { queuesQuery } from '../../api/queues'
import { type ScoreConfig, scoreConfigsQuery, setScoreConfigArchived } from '../../api/scoreConfigs'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { toast, toastError } from '../../components/toast'
import { t } from '../../i18n'
import settings from '../settings/Settings.module.css'
import { ConfigDialog } from './ConfigDialog'
import { ConfigTable } from './ConfigTable'

const says = t.scoreConfigs

/** What scores of a project may be. */
export function ScoreConfigsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/in-settings/settings/scores' })
  const navigate = useNavigate({ from: '/project/$projectId/settings/scores' })
  const queries = useQueryClient()
  const mayChange = useMay('member')
  const { data: configs, error } = useQuery(scoreConfigsQuery(project))
  /** The config in the form, or `new`. */
  const [editing, setEditing] = useState<ScoreConfig | 'new' | null>(null)
  useTitle(says.title)

  /** Names of the queues that ask for a config; none when they cannot be told. */
  const queuesThatAsk = (id: string) =>
    queries.fetchQuery(queuesQuery(project)).then(
      ({ items }) =>
        items
          .filter((queue) => queue.scoreConfigs.some((config) => config.id === id))
          .map(({ name }) => name),
      () => [],
    )
  const archive = async ({ id, name, isArchived }: ScoreConfig) => {
    const set = async (next: boolean) => {
      await setScoreConfigArchived(project, id, next)
      await queries.invalidateQueries({ queryKey: ['score-configs', project] })
    }
    try {
      await set(!isArchived)
      const text = isArchived ? says.restored(name) : says.archived(name, await queuesThatAsk(id))
      toast(text, () => set(isArchived))
    } catch (failure) {
      toastError(failure)
    }
  }

  const archived = configs?.filter((config) => config.isArchived).length ?? 0
  const shown = configs?.filter((config) => search.archived || !config.isArchived) ?? []
  const add = (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setEditing('new')}>
      {says.add}
    </Button>
  )
  return (
    <div className={settings.root}>
      <PageHead title={says.title}>
        {archived > 0 && (
          <Switch
            label={says.showArchived(archived)}
            checked={search.archived ?? false}
            onChange={({ target }) =>
              void navigate({ search: { archived: target.checked || undefined }, replace: true })
            }
          />
        )}
        {mayChange && add}
      </PageHead>
      <div className={settings.body}>
        <p className={settings.lead}>{says.lead}</p>
        {error && !configs ? (
          <PageError error={error} />
        ) : !configs ? (
          <PagePending />
        ) : shown.length === 0 ? (
          <Notice
            icon={ClipboardCheck}
            title={archived > 0 ? says.emptyArchivedTitle : says.emptyTitle}
            text={archived > 0 ? says.emptyArchived : says.empty}
          >
            {mayChange && add}
          </Notice>
        ) : (
          <ConfigTable
            project={project}
            configs={shown}
            onEdit={mayChange ? setEditing : undefined}
            onArchive={mayChange ? (config) => void archive(config) : undefined}
          />
        )}
      </div>
      {editing && (
        <ConfigDialog
          project={project}
          config={editing === 'new' ? undefined : editing}
          configs={configs ?? []}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  )
}
