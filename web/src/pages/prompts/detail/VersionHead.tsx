import { PenLine } from 'lucide-react'
import type { PromptOverview, PromptVersion } from '../../../api/prompts'
import { useMay } from '../../../app/useRole'
import { ButtonLink } from '../../../components/ButtonLink'
import { RelativeTime } from '../../../components/RelativeTime'
import { t } from '../../../i18n'
import { Label } from '../LabelList'
import { inOrder } from '../labels'
import { Promote } from '../manage/Promote'
import classes from './VersionHead.module.css'

interface VersionHeadProps {
  project: string
  prompt: PromptOverview
  version: PromptVersion
}

/** Which version is shown: its labels, what it was made for and by whom, and what can be done with it. */
export function VersionHead({ project, prompt, version }: VersionHeadProps) {
  const may = useMay('member')
  return (
    <header className={classes.root}>
      <h2 className={classes.number}>{t.prompts.version(version.version)}</h2>
      <span className={classes.labels}>
        {inOrder(version.labels, (one) => one).map((label) => (
          <Label key={label} label={label} />
        ))}
      </span>
      <span className={classes.actions}>
        <Promote project={project} prompt={prompt} version={version.version} />
        {may && (
          <ButtonLink
            to="/project/$projectId/prompts/new"
            params={{ projectId: project }}
            search={{ from: prompt.name, version: version.version }}
            leftSection={<PenLine size={14} aria-hidden />}
          >
            {t.prompts.newVersion}
          </ButtonLink>
        )}
      </span>
      <p className={classes.about}>
        {version.commitMessage && <span className={classes.message}>{version.commitMessage}</span>}
        <span>
          {version.createdBy || t.prompts.someone} · <RelativeTime time={version.createdAt} />
        </span>
      </p>
    </header>
  )
}
