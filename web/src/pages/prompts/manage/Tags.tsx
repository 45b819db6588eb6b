import { Button, Popover, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Tag, X } from 'lucide-react'
import { useId, useState } from 'react'
import { ApiError } from '../../../api/client'
import { tagPrompt } from '../../../api/promptManaging'
import { type PromptOverview, promptFacetsQuery, promptsKey } from '../../../api/prompts'
import { useMay } from '../../../app/useRole'
import { Badge } from '../../../components/Badge'
import { t } from '../../../i18n'
import classes from './Tags.module.css'

const says = t.prompts.tagging
const MAX_TAG = 255

interface TagsProps {
  project: string
  prompt: PromptOverview
}

/** The tags of a prompt, which all versions share, and a way to change them. */
export function Tags({ project, prompt }: TagsProps) {
  const [opened, control] = useDisclosure(false)
  const may = useMay('member')
  return (
    <span className={classes.root}>
      {prompt.tags.map((tag) => (
        <Badge key={tag} title={tag}>
          {tag}
        </Badge>
      ))}
      {may && (
        <Popover opened={opened} onChange={control.toggle} position="bottom-start" width={300} trapFocus>
          <Popover.Target>
            <button
              type="button"
              className={classes.edit}
              aria-expanded={opened}
              // Its words name it where it has some.
              aria-label={prompt.tags.length > 0 ? says.edit : undefined}
              title={says.edit}
              onClick={control.toggle}
            >
              <Tag size={11} aria-hidden />
              {prompt.tags.length === 0 && says.add}
            </button>
          </Popover.Target>
          <Popover.Dropdown p={0} aria-label={says.edit}>
            {opened && <TagsForm project={project} prompt={prompt} onDone={control.close} />}
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  )
}

function TagsForm({ project, prompt, onDone }: TagsProps & { onDone: () => void }) {
  const queries = useQueryClient()
  const facets = useQuery(promptFacetsQuery(project))
  const [tags, setTags] = useState(prompt.tags)
  const [typed, setTyped] = useState('')
  const options = useId()
  const saving = useMutation({
    mutationFn: (wanted: string[]) => tagPrompt(project, prompt.name, prompt.revision, wanted),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: promptsKey(project) }),
  })
  const isStale = saving.error instanceof ApiError && saving.error.field === 'revision'
  const withTyped = () => {
    const tag = typed.trim().slice(0, MAX_TAG)
    return tag && !tags.includes(tag) ? [...tags, tag] : tags
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (typed.trim()) {
          setTags(withTyped())
          setTyped('')
        } else saving.mutate(tags)
      }}
    >
      {tags.length > 0 && (
        <div className={classes.chosen}>
          {tags.map((tag) => (
            <span key={tag} className={classes.chip}>
              <span>{tag}</span>
              <button
                type="button"
                aria-label={says.remove(tag)}
                onClick={() => setTags(tags.filter((one) => one !== tag))}
              >
                <X size={12} aria-hidden />
              </button>
            </span>
          ))}
        </div>
      )}
      <TextInput
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={says.placeholder}
        aria-label={says.placeholder}
        list={options}
        maxLength={MAX_TAG}
        data-autofocus
      />
      <datalist id={options}>
        {facets.data?.tags
          .filter((one) => !tags.includes(one.value))
          .map((one) => (
            <option key={one.value} value={one.value} />
          ))}
      </datalist>
      {saving.error && (
        <p className={classes.problem} role="alert">
          {isStale ? says.stale(prompt.tags.join(', ') || t.common.none) : saving.error.message}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onDone}>
          {t.common.cancel}
        </Button>
        <Button loading={saving.isPending} onClick={() => saving.mutate(withTyped())}>
          {t.common.save}
        </Button>
      </div>
    </form>
  )
}
