import { Button, SegmentedControl, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Link2, TriangleAlert } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { ApiError } from '../../../api/client'
import { createPromptVersion, PromptTaken, promptPreviewQuery } from '../../../api/promptChanges'
import {
  LATEST,
  type PromptType,
  type PromptVersion,
  promptsKey,
  promptVersionQuery,
} from '../../../api/prompts'
import { folderOf, leafOf } from '../../../app/folder'
import { useTitle } from '../../../app/useTitle'
import { useUnsaved } from '../../../app/useUnsaved'
import { Confirm } from '../../../components/Confirm'
import { folderTrail } from '../../../components/folderTrail'
import { PageHead } from '../../../components/PageHead'
import { toast } from '../../../components/toast'
import { EditorField } from '../../../editor/EditorField'
import { t } from '../../../i18n'
import { authorOf, ConflictDialog } from './ConflictDialog'
import { KeptBar, NewerBar } from './DraftBars'
import { type Draft, inputOf, isSame, problemsOf, rebasedTags, withType } from './draft'
import { placeOf } from './draftStore'
import { errorsOf } from './fieldErrors'
import { MessageEditor } from './MessageEditor'
import classes from './PromptEditor.module.css'
import { tagOf } from './promptSupport'
import { ReferenceDialog } from './ReferenceDialog'
import { SidePane } from './SidePane'
import { useKeptDraft } from './useKeptDraft'
import { usePromptSupport } from './usePromptSupport'
import { useSaveKey } from './useSaveKey'
import { VersionFields } from './VersionFields'

const says = t.promptEditor
const PREVIEW_AFTER_MS = 250
const TYPES = (['text', 'chat'] as const).map((value) => ({ value, label: t.prompts.types[value] }))

interface PromptEditorProps {
  project: string
  initial: Draft
  /** The version that the draft began with; undefined for a new prompt. */
  source?: PromptVersion
  /** The newest version that is seen; 0 for a new prompt. */
  baseVersion: number
  copyOf?: string
}

/** Writes a version: text or messages, what goes with it, and beside it what programs will get. */
export function PromptEditor({ project, initial: given, source, baseVersion, copyOf }: PromptEditorProps) {
  // What was there when the page opened: what others make of the tags while somebody writes is no change of the draft.
  const [initial] = useState(given)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState(initial)
  const current = useRef(draft)
  current.current = draft
  const [base, setBase] = useState(baseVersion)
  const [isTold, setTold] = useState(false)
  const [isInserting, setInserting] = useState(false)
  const [newest, setNewest] = useState<PromptVersion>()
  const isNew = source === undefined
  const isDirty = !isSame(draft, initial)
  const hasOtherTags = isNew || draft.tags.join('\n') !== initial.tags.join('\n')
  const unsaved = useUnsaved(isDirty)

  const kept = useKeptDraft(placeOf(project, source?.name ?? ''), initial, draft, base)
  const input = useMemo(() => inputOf(draft), [draft])
  const [previewed] = useDebouncedValue(input, PREVIEW_AFTER_MS)
  const preview = useQuery(promptPreviewQuery(project, previewed))

  const support = usePromptSupport(project, input.prompt, source, preview.data)

  const saving = useMutation({
    mutationFn: ({ draft, base }: { draft: Draft; base: number }) =>
      createPromptVersion(project, {
        ...inputOf(draft),
        // What somebody else made of the tags meanwhile stays.
        tags: hasOtherTags ? draft.tags : null,
        baseVersion: base,
      }),
    onSuccess: async (saved) => {
      unsaved.release()
      kept.drop()
      toast(isNew ? says.created(saved.name) : says.saved(saved.version))
      void queries.invalidateQueries({ queryKey: promptsKey(project) })
      await navigate({
        to: '/project/$projectId/prompts/$',
        params: { projectId: project, _splat: saved.name },
        search: { version: saved.version },
      })
    },
    onError: (error) => {
      if (error instanceof PromptTaken) setNewest(error.latest)
    },
  })
  const change = (part: Partial<Draft>) => {
    setDraft((old) => ({ ...old, ...part }))
    if (saving.error) saving.reset()
  }
  const save = () => {
    setTold(true)
    const problems = problemsOf(draft)
    if (Object.keys(problems).length === 0) saving.mutate({ draft, base })
    else
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-error] .cm-content')?.focus(),
      )
  }

  useTitle(isNew ? says.newTitle : `${says.versionTitle} · ${leafOf(source.name)}`)
  const errors = errorsOf(draft, isTold, saving.error, preview.data?.problems)
  const wrongReferences = preview.data?.problems.filter((one) => one.reference) ?? []
  const isBehind = preview.data && input.name === previewed.name && preview.data.latestVersion > base
  const compare = async () => {
    const query = promptVersionQuery(project, input.name, { label: LATEST })
    setNewest(await queries.fetchQuery({ ...query, staleTime: 0 }))
  }
  useSaveKey(save)

  return (
    <div className={classes.root}>
      <PageHead
        trail={folderTrail('/project/$projectId/prompts', project, source ? folderOf(source.name) : '')}
        title={source ? leafOf(source.name) : copyOf ? says.copyTitle(copyOf) : says.newTitle}
        note={source && (source.version === base ? says.versionTitle : says.startsFrom(source.version, base))}
      >
        <span className={classes.hint}>{says.saveHint}</span>
        <Button loading={saving.isPending} onClick={save}>
          {isNew ? says.saveFirst : says.save}
        </Button>
      </PageHead>
      <div className={classes.body}>
        <form ref={form} className={classes.form} onSubmit={(event) => event.preventDefault()} noValidate>
          {kept.left && (
            <KeptBar
              at={kept.left.at}
              onRestore={() => {
                const { draft, tagsBefore, baseVersion: seen } = kept.take()
                const tags = rebasedTags(tagsBefore, draft.tags, initial.tags)
                setDraft(isNew ? draft : { ...draft, name: initial.name, type: initial.type, tags })
                setBase(isNew ? 0 : Math.min(seen, baseVersion))
              }}
              onDiscard={kept.discard}
            />
          )}
          {isBehind && !isNew && (
            <NewerBar
              version={preview.data.latestVersion}
              by={authorOf(preview.data.latestBy)}
              onCompare={() => void compare()}
            />
          )}
          {isNew && (
            <div className={classes.first}>
              <TextInput
                label={says.name}
                description={says.nameHint}
                value={draft.name}
                onChange={({ target }) => change({ name: target.value })}
                error={errors.name}
                spellCheck={false}
                autoFocus
              />
              <TypeChoice type={draft.type} onChange={(type) => setDraft(withType(draft, type))} />
            </div>
          )}
          <div className={classes.field} data-kind="prompt">
            <div className={classes.line}>
              <span className={classes.label}>{draft.type === 'text' ? says.prompt : says.messages}</span>
              {!isNew && (
                <Tooltip label={says.typeFixed}>
                  <span className={classes.type}>{t.prompts.types[draft.type]}</span>
                </Tooltip>
              )}
              <Button
                variant="default"
                size="compact-xs"
                leftSection={<Link2 size={13} />}
                onClick={() => setInserting(true)}
                className={classes.include}
              >
                {says.insertReference}
              </Button>
            </div>
            {draft.type === 'text' ? (
              <EditorField
                label={says.prompt}
                isLabelHidden
                value={draft.text}
                onChange={(text) => change({ text })}
                placeholder={says.textPlaceholder}
                minHeight={220}
                maxHeight="60dvh"
                extensions={support.extension}
                onSubmit={save}
                autoFocus={!isNew}
              />
            ) : (
              <MessageEditor
                entries={draft.entries}
                onChange={(entries) => change({ entries })}
                extension={support.extension}
                onSubmit={save}
              />
            )}
            {errors.prompt && (
              <p className={classes.problem} role="alert">
                {errors.prompt}
              </p>
            )}
            {wrongReferences.length > 0 && (
              <div className={classes.problems} role="status">
                <span className={classes.problemsTitle}>
                  <TriangleAlert size={13} aria-hidden /> {says.problems(wrongReferences.length)}
                </span>
                <ul>
                  {wrongReferences.map((one) => (
                    <li key={one.reference ? tagOf(one.reference) : one.message}>{one.message}</li>
                  ))}
                </ul>
              </div>
            )}
          </div>
          <VersionFields project={project} draft={draft} errors={errors} onChange={change} onSubmit={save} />
          {saving.error && !errors.isPlaced && !(saving.error instanceof PromptTaken) && (
            <p className={classes.problem} role="alert">
              {saving.error.message} {saving.error instanceof ApiError && saving.error.hint}
            </p>
          )}
        </form>
        <SidePane preview={preview.data} error={preview.error} source={source} draft={kept.settled} />
      </div>
      {isInserting && (
        <ReferenceDialog
          project={project}
          own={input.name}
          onClose={() => setInserting(false)}
          onChoose={(reference) => {
            setInserting(false)
            // The dialog gives the focus back first.
            setTimeout(() => support.insert(tagOf(reference)))
          }}
        />
      )}
      {newest && (
        <ConflictDialog
          project={project}
          base={base}
          latest={newest}
          draft={draft}
          isSaving={saving.isPending}
          onSave={(merged) => {
            const ours = { ...draft, ...merged }
            setDraft(ours)
            setBase(newest.version)
            setNewest(undefined)
            saving.mutate({ draft: ours, base: newest.version })
          }}
          onKeep={(merged) => {
            const ours = { ...draft, ...merged }
            if (!isSame(ours, draft))
              toast(says.tookOver(newest.version), async () => {
                if (!isSame(current.current, ours)) throw new Error(says.wroteOn)
                setDraft(draft)
                setBase(base)
              })
            setDraft(ours)
            setBase(newest.version)
            setNewest(undefined)
            saving.reset()
          }}
          onCancel={() => setNewest(undefined)}
        />
      )}
      {unsaved.isAsking && (
        <Confirm
          title={says.leaveTitle}
          action={says.leave}
          tone="filled"
          run={async () => {
            kept.keep()
            unsaved.leave()
          }}
          onClose={unsaved.stay}
        >
          <p>{says.leaveText}</p>
        </Confirm>
      )}
    </div>
  )
}

function TypeChoice({ type, onChange }: { type: PromptType; onChange: (type: PromptType) => void }) {
  return (
    <div>
      <span className={classes.label} id="prompt-type">
        {says.type}
      </span>
      <SegmentedControl
        aria-labelledby="prompt-type"
        data={TYPES}
        value={type}
        onChange={(value) => onChange(value as PromptType)}
        className={classes.types}
      />
    </div>
  )
}
