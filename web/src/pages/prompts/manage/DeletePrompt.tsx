import { Button, Modal, Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { deletePrompt, type PromptImpact, promptImpactQuery } from '../../../api/promptManaging'
import { type PromptOverview, promptsKey } from '../../../api/prompts'
import { folderOf } from '../../../app/folder'
import { Confirm } from '../../../components/Confirm'
import { DialogEnd } from '../../../components/DialogEnd'
import { PageError } from '../../../components/PageState'
import { toast } from '../../../components/toast'
import { t } from '../../../i18n'
import { LabelList } from '../LabelList'
import { Dependents } from './Dependents'
import classes from './dialogs.module.css'

const says = t.prompts.manage
/** So many versions go only after the name was typed. */
const MANY_VERSIONS = 2

interface DeletePromptProps {
  project: string
  prompt: PromptOverview
  /** The version that goes; without it the prompt with all its versions. */
  version?: number
  onClose: () => void
}

/** Deletes a version or a prompt: says what goes with it, or which other prompts stand against it. */
export function DeletePrompt({ project, prompt, version, onClose }: DeletePromptProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const impact = useQuery(promptImpactQuery(project, prompt.name, version))
  const isWhole = version === undefined || prompt.versionCount === 1
  const title = isWhole ? says.deletePrompt(prompt.name) : says.deleteVersionTitle(version, prompt.name)

  if (!impact.data || impact.data.dependentCount > 0) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={title}
        size={480}
        closeButtonProps={{ 'aria-label': t.common.close }}
      >
        {impact.error ? (
          <PageError error={impact.error} />
        ) : impact.data ? (
          <>
            <p>{says.inUse(impact.data.dependentCount)}</p>
            <Dependents
              project={project}
              dependents={impact.data.dependents}
              count={impact.data.dependentCount}
            />
          </>
        ) : (
          <Skeleton height={60} />
        )}
        <DialogEnd>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t.common.close}
          </Button>
        </DialogEnd>
      </Modal>
    )
  }
  return (
    <Confirm
      title={title}
      action={isWhole ? says.deleteVersions(impact.data.versionCount) : says.deleteVersion(version)}
      typed={isWhole && prompt.versionCount > MANY_VERSIONS ? prompt.name : undefined}
      run={() => deletePrompt(project, prompt.name, prompt.revision, isWhole ? undefined : version)}
      onDone={() => {
        toast(isWhole ? says.deleted(prompt.name) : says.deletedVersion(version))
        void (async () => {
          if (isWhole) {
            await navigate({
              to: '/project/$projectId/prompts',
              params: { projectId: project },
              search: { folder: folderOf(prompt.name) || undefined },
            })
            queries.removeQueries({ queryKey: [...promptsKey(project), 'overview', prompt.name] })
          } else {
            await navigate({
              to: '/project/$projectId/prompts/$',
              params: { projectId: project, _splat: prompt.name },
              search: {},
            })
          }
          await queries.invalidateQueries({ queryKey: promptsKey(project) })
        })()
      }}
      onClose={onClose}
    >
      <Affected impact={impact.data} isWhole={isWhole} />
    </Confirm>
  )
}

function Affected({ impact, isWhole }: { impact: PromptImpact; isWhole: boolean }) {
  const loses = impact.labels.some((one) => one.label === 'production')
  return (
    <>
      <p>{isWhole ? says.versionsGo(impact.versionCount) : says.versionGoes}</p>
      {impact.labels.length > 0 && (
        <div className={classes.labels}>
          {says.labelsGo(impact.labels.length)} <LabelList labels={impact.labels} wraps />
        </div>
      )}
      {loses && <p className={classes.warning}>{says.productionGoes}</p>}
      <p>{says.generationsStay(impact.generationCount)}</p>
    </>
  )
}
