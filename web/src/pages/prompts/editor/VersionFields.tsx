import { Button, TagsInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { protectedLabelsQuery } from '../../../api/promptChanges'
import { LATEST, PRODUCTION, promptFacetsQuery } from '../../../api/prompts'
import { useMay } from '../../../app/useRole'
import { EditorField } from '../../../editor/EditorField'
import { t } from '../../../i18n'
import { configOf, type Draft } from './draft'
import type { FieldErrors } from './fieldErrors'
import classes from './PromptEditor.module.css'

const says = t.promptEditor

// The fields beside each other stay in line whatever is said of them.
const ORDER: InputWrapperOrder = ['label', 'input', 'description', 'error']
type InputWrapperOrder = ('label' | 'input' | 'description' | 'error')[]

interface VersionFieldsProps {
  project: string
  draft: Draft
  errors: FieldErrors
  onChange: (part: Partial<Draft>) => void
  onSubmit: () => void
}

/** What a version has beside its text: config, labels, tags and why it is there. */
export function VersionFields({ project, draft, errors, onChange, onSubmit }: VersionFieldsProps) {
  const facets = useQuery(promptFacetsQuery(project))
  const guarded = useQuery(protectedLabelsQuery(project)).data?.map((one) => one.label) ?? []
  const mayMoveAll = useMay('admin')
  const known = facets.data?.labels.map((one) => one.value) ?? []
  const labels = [...new Set([PRODUCTION, ...known, ...guarded])].filter((label) => label !== LATEST)
  const config = configOf(draft.config)
  return (
    <>
      <div className={classes.field}>
        <EditorField
          label={says.config}
          description={says.configHint}
          language="json"
          value={draft.config}
          onChange={(text) => onChange({ config: text })}
          placeholder="{}"
          minHeight={72}
          maxHeight={360}
          error={errors.config}
          onSubmit={onSubmit}
        />
        {draft.config.trim() && config && (
          <Button
            className={classes.format}
            variant="default"
            size="compact-xs"
            onClick={() => onChange({ config: JSON.stringify(config.value, null, 2) })}
          >
            {says.format}
          </Button>
        )}
      </div>
      <div className={classes.pair}>
        <TagsInput
          size="xs"
          label={says.labels}
          description={says.labelsHint}
          inputWrapperOrder={ORDER}
          placeholder={draft.labels.length ? '' : says.labelsPlaceholder}
          data={labels.map((label) => ({
            value: label,
            label: guarded.includes(label) ? `${label} (${says.protectedLabel})` : label,
            disabled: guarded.includes(label) && !mayMoveAll,
          }))}
          value={draft.labels}
          onChange={(chosen) => onChange({ labels: labelsIn(chosen) })}
          splitChars={[',', ' ']}
          error={errors.labels}
          clearButtonProps={{ 'aria-label': t.common.clear }}
        />
        <TagsInput
          size="xs"
          label={says.tags}
          description={says.tagsHint}
          inputWrapperOrder={ORDER}
          placeholder={draft.tags.length ? '' : says.tagsPlaceholder}
          data={facets.data?.tags.map((one) => one.value) ?? []}
          value={draft.tags}
          onChange={(tags) => onChange({ tags })}
          error={errors.tags}
          clearButtonProps={{ 'aria-label': t.common.clear }}
        />
      </div>
      <Textarea
        label={says.commitMessage}
        placeholder={says.commitPlaceholder}
        value={draft.message}
        onChange={({ target }) => onChange({ message: target.value })}
        autosize
        minRows={1}
        maxRows={6}
        error={errors.commitMessage}
      />
    </>
  )
}

/** Labels as they can be stored, from what was typed or pasted. */
const labelsIn = (typed: readonly string[]): string[] => [
  ...new Set(typed.flatMap((one) => one.toLowerCase().split(/[\s,]+/)).filter(Boolean)),
]
