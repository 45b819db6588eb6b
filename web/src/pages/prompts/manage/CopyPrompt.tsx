import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { copyPrompt } from '../../../api/promptManaging'
import type { PromptOverview } from '../../../api/prompts'
import { toast } from '../../../components/toast'
import { t } from '../../../i18n'
import classes from './dialogs.module.css'
import { NameDialog } from './NameDialog'

const says = t.prompts.manage

interface CopyPromptProps {
  project: string
  prompt: PromptOverview
  /** The version that is shown. */
  version: number
  onClose: () => void
}

/** Makes a new prompt from all versions of another, or from the one that is shown. */
export function CopyPrompt({ project, prompt, version, onClose }: CopyPromptProps) {
  const navigate = useNavigate()
  const [isWhole, setWhole] = useState(false)
  const option = (whole: boolean, title: string, note: string) => (
    <label className={classes.option}>
      <input type="radio" name="what" checked={isWhole === whole} onChange={() => setWhole(whole)} />
      <span>
        {title}
        <small>{note}</small>
      </span>
    </label>
  )
  return (
    <NameDialog
      project={project}
      title={says.copyTitle(prompt.name)}
      label={says.newName}
      hint={says.nameHint}
      action={says.copy}
      initial={`${prompt.name}-copy`}
      mayStay
      run={async (name) => {
        await copyPrompt(project, prompt.name, name, isWhole ? undefined : version)
        await navigate({
          to: '/project/$projectId/prompts/$',
          params: { projectId: project, _splat: name },
          search: {},
        })
        toast(says.copied(name))
      }}
      above={
        prompt.versionCount > 1 && (
          <fieldset className={classes.options} aria-label={says.copyWhat}>
            {option(false, says.copyOne(version), says.copyOneNote)}
            {option(true, says.copyAll(prompt.versionCount), says.copyAllNote)}
          </fieldset>
        )
      }
      onClose={onClose}
    />
  )
}
