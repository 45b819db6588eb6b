import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { compositionQuery } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { PageError, PagePending } from '../../../components/PageState'
import { t } from '../../../i18n'
import { PromptPanel } from './PromptPanel'
import classes from './ResolvablePrompt.module.css'

const says = t.promptEditor

interface ResolvablePromptProps {
  project: string
  version: PromptVersion
  isResolved: boolean
  onResolve: (isResolved: boolean) => void
}

/** A version as it was written or, where it includes others, as programs get it. */
export function ResolvablePrompt({ project, version, isResolved, onResolve }: ResolvablePromptProps) {
  const includes = version.references.length > 0
  const composition = useQuery({
    ...compositionQuery(project, version.name, version.version),
    enabled: includes && isResolved,
  })
  if (!includes) return <PromptPanel project={project} version={version} />
  return (
    <>
      <SegmentedControl
        className={classes.choice}
        aria-label={says.viewLabel}
        data={[
          { value: 'raw', label: says.raw },
          { value: 'resolved', label: says.resolved },
        ]}
        value={isResolved ? 'resolved' : 'raw'}
        onChange={(value) => onResolve(value === 'resolved')}
      />
      {!isResolved ? (
        <PromptPanel project={project} version={version} />
      ) : composition.error && !composition.data ? (
        <PageError error={composition.error} />
      ) : !composition.data ? (
        <PagePending />
      ) : composition.data.resolved === null ? (
        <p className={classes.problem} role="alert">
          {says.cannotResolve}: {composition.data.problem}
        </p>
      ) : (
        <PromptPanel project={project} version={{ ...version, prompt: composition.data.resolved }} />
      )}
    </>
  )
}
