import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { promptImpactQuery, renamePrompt } from '../../../api/promptManaging'
import { fetchPrompt, type PromptOverview, promptsKey } from '../../../api/prompts'
import { toast } from '../../../components/toast'
import { t } from '../../../i18n'
import { Dependents } from './Dependents'
import classes from './dialogs.module.css'
import { NameDialog } from './NameDialog'

const says = t.prompts.manage

interface RenamePromptProps {
  project: string
  prompt: PromptOverview
  onClose: () => void
}

/** Gives a prompt another name or folder: says which references are written anew, and that old code goes on working. */
export function RenamePrompt({ project, prompt, onClose }: RenamePromptProps) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const impact = useQuery(promptImpactQuery(project, prompt.name))
  const open = (name: string) =>
    navigate({
      to: '/project/$projectId/prompts/$',
      params: { projectId: project, _splat: name },
      search: {},
    })
  return (
    <NameDialog
      project={project}
      title={says.renameTitle(prompt.name)}
      label={says.newName}
      hint={says.nameHint}
      action={says.rename}
      initial={prompt.name}
      run={async (name) => {
        await renamePrompt(project, prompt.name, name, prompt.revision)
        await open(name)
        toast(says.renamed(name), async () => {
          const { revision } = await fetchPrompt(project, name)
          await renamePrompt(project, name, prompt.name, revision)
          await queries.invalidateQueries({ queryKey: promptsKey(project) })
          await open(prompt.name)
        })
      }}
      onClose={onClose}
    >
      <p className={classes.note}>{says.oldNameWorks}</p>
      {impact.data && impact.data.dependentCount > 0 && (
        <>
          <p className={classes.note}>{says.rewrites(impact.data.dependentCount)}</p>
          <Dependents
            project={project}
            dependents={impact.data.dependents}
            count={impact.data.dependentCount}
          />
        </>
      )}
    </NameDialog>
  )
}
