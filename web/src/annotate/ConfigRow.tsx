import { Select, Textarea, TextInput, Tooltip } from '@mantine/core'
import { Check, CircleAlert, LoaderCircle, MessageSquarePlus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { ScoreConfig } from '../api/scoreConfigs'
import type { SubjectScore } from '../api/types'
import { Badge } from '../components/Badge'
import { toast } from '../components/toast'
import { t } from '../i18n'
import { showReordering } from '../text/bidi'
import { Choices } from './Choices'
import classes from './ConfigRow.module.css'
import { type Draft, keyOf, type Target } from './drafts'
import { choicesOf, MAX_CHOICES, MAX_TEXT_CHARACTERS, rangeText, typedOf } from './judgement'
import { OtherScores } from './OtherScores'
import { RangeSlider } from './RangeSlider'
import type { AnnotationSubject } from './subject'
import { useDraft, useDrafts } from './useDrafts'

/** Further ones are found by typing. */
const SHOWN_CATEGORIES = 100

interface ConfigRowProps {
  project: string
  subject: AnnotationSubject
  config: ScoreConfig
  queueId: string | undefined
  /** The user's own stored score; undefined when there is none. */
  own: SubjectScore | undefined
  /** What others gave; empty where they are not to be shown. */
  others: SubjectScore[]
  isDisabled: boolean
  onSaved: (() => void) | undefined
  /** A key chose a value. */
  onKeyed?: (from: HTMLElement) => void
}

/** One score to give: its value, a comment, how far it is saved, and what others gave. */
export function ConfigRow(props: ConfigRowProps) {
  const { project, subject, config, queueId, own, others, isDisabled, onSaved, onKeyed } = props
  const drafts = useDrafts()
  const target: Target = { project, subject, configId: config.id, rule: config, queueId }
  const key = keyOf(target)
  const { draft, saved } = useDraft(drafts, key)
  const typed = draft?.typed ?? typedOf(own)
  const comment = draft?.comment ?? own?.comment ?? ''
  const [isCommenting, setCommenting] = useState(false)
  const helpId = useId()
  const problemId = useId()
  const onSavedNow = useRef(onSaved)
  onSavedNow.current = onSaved
  useEffect(() => {
    if (saved > 0) onSavedNow.current?.()
  }, [saved])

  const edit = (value: string, text: string, after?: number) =>
    drafts.edit(target, own?.id ?? '', value, text, after)
  const isLocked = isDisabled || config.isArchived
  const choices = choicesOf(config)
  const hasValue = typed !== '' || comment !== ''
  const range = config.dataType === 'NUMERIC' ? rangeText(config.minValue, config.maxValue) : ''

  const clear = () => {
    const before = { typed, comment }
    setCommenting(false)
    if (draft && !own) {
      edit('', '', 0)
      return
    }
    edit('', '', 0)
    toast(t.annotate.cleared(config.name), async () =>
      drafts.edit(target, '', before.typed, before.comment, 0),
    )
  }

  const onKey = (event: React.KeyboardEvent<HTMLElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isField(event.target)) return
    if (event.key === 'c' && !isLocked) setCommenting(true)
    else if ((event.key === 'Backspace' || event.key === 'Delete') && hasValue && !isDisabled) clear()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <section className={classes.root} aria-label={config.name} onKeyDown={onKey} data-row>
      <header className={classes.head}>
        <h3 className={classes.name}>{showReordering(config.name)}</h3>
        {config.isArchived && (
          <Tooltip label={t.annotate.archivedHelp} multiline w={220}>
            <span>
              <Badge tone="outline">{t.annotate.archived}</Badge>
            </span>
          </Tooltip>
        )}
        {range && <span className={classes.range}>{range}</span>}
        <SaveState draft={draft} saved={saved} />
        {!isLocked && comment === '' && !isCommenting && (
          <Tool
            icon={MessageSquarePlus}
            label={t.annotate.commentOn(config.name)}
            onClick={() => setCommenting(true)}
          />
        )}
        {!isDisabled && hasValue && <Tool icon={X} label={t.annotate.clearOf(config.name)} onClick={clear} />}
      </header>
      {config.description && (
        <p className={classes.help} id={helpId} title={config.description}>
          {config.description}
        </p>
      )}
      <div className={classes.value}>
        {choices.length > MAX_CHOICES && (
          <Select
            className={classes.text}
            aria-label={t.annotate.value(config.name)}
            aria-describedby={config.description ? helpId : undefined}
            placeholder={t.annotate.findCategory(choices.length)}
            nothingFoundMessage={t.annotate.noSuchCategory}
            data={choices}
            value={choices.includes(typed) ? typed : null}
            disabled={isLocked}
            searchable
            allowDeselect={false}
            limit={SHOWN_CATEGORIES}
            data-row-control
            onChange={(value) => value !== null && edit(value, comment, 0)}
          />
        )}
        {choices.length > 0 && choices.length <= MAX_CHOICES && (
          <Choices
            label={t.annotate.value(config.name)}
            describedBy={config.description ? helpId : undefined}
            rule={config}
            value={typed}
            isDisabled={isLocked}
            onChoose={(value) => edit(value, comment, 0)}
            onKeyed={onKeyed}
          />
        )}
        {choices.length > 0 && typed !== '' && !choices.includes(typed) && (
          <span className={classes.odd}>{typed}</span>
        )}
        {config.dataType === 'NUMERIC' && choices.length === 0 && (
          <>
            <TextInput
              className={classes.number}
              aria-label={t.annotate.value(config.name)}
              aria-describedby={`${helpId} ${problemId}`}
              inputMode="decimal"
              autoComplete="off"
              placeholder={range || t.annotate.anyNumber}
              value={typed}
              disabled={isLocked}
              error={draft?.state === 'held' && typed !== ''}
              data-row-control
              onChange={(event) => edit(event.target.value, comment)}
              onBlur={() => drafts.flush(key)}
            />
            {config.minValue !== null && config.maxValue !== null && (
              <RangeSlider
                label={t.annotate.value(config.name)}
                low={config.minValue}
                high={config.maxValue}
                typed={typed}
                isDisabled={isLocked}
                onChange={(value) => edit(value, comment)}
              />
            )}
          </>
        )}
        {config.dataType === 'TEXT' && (
          <Textarea
            className={classes.text}
            aria-label={t.annotate.value(config.name)}
            aria-describedby={`${helpId} ${problemId}`}
            autosize
            minRows={2}
            maxRows={10}
            value={typed}
            disabled={isLocked}
            error={draft?.state === 'held' && typed !== ''}
            data-row-control
            onChange={(event) => edit(event.target.value, comment)}
            onBlur={() => drafts.flush(key)}
          />
        )}
      </div>
      {config.dataType === 'TEXT' && typed.length > MAX_TEXT_CHARACTERS * 0.8 && (
        <p className={classes.quiet}>{t.annotate.characters([...typed].length)}</p>
      )}
      {draft?.problem && (
        <p className={classes.problem} role="alert" id={problemId}>
          {draft.problem}
          {draft.state === 'failed' && (
            <button type="button" className={classes.link} onClick={() => drafts.flush(key)}>
              {t.annotate.retry}
            </button>
          )}
          {own && (
            <button type="button" className={classes.link} onClick={() => drafts.drop(key)}>
              {t.annotate.discard}
            </button>
          )}
        </p>
      )}
      {(isCommenting || comment !== '') && (
        <Textarea
          aria-label={t.annotate.commentOf(config.name)}
          placeholder={t.annotate.commentPlaceholder}
          autosize
          minRows={1}
          maxRows={8}
          value={comment}
          disabled={isLocked}
          autoFocus={isCommenting && comment === ''}
          onChange={(event) => edit(typed, event.target.value)}
          onBlur={() => {
            drafts.flush(key)
            if (comment === '') setCommenting(false)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            event.currentTarget
              .closest('[data-row]')
              ?.querySelector<HTMLElement>('[data-row-control]')
              ?.focus()
          }}
        />
      )}
      <OtherScores config={config} scores={others} />
    </section>
  )
}

function Tool({ icon: Icon, label, onClick }: { icon: typeof X; label: string; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <button type="button" className={classes.tool} aria-label={label} onClick={onClick}>
        <Icon size={14} aria-hidden />
      </button>
    </Tooltip>
  )
}

function SaveState({ draft, saved }: { draft: Draft | undefined; saved: number }) {
  const state = draft?.state ?? (saved > 0 ? 'saved' : undefined)
  const Icon =
    state === 'saved' ? Check : state === 'saving' ? LoaderCircle : state === 'waiting' ? null : CircleAlert
  return (
    <span className={classes.state} role="status" data-state={state}>
      {state && (
        <>
          {Icon && <Icon size={12} aria-hidden />}
          {t.annotate.states[state]}
        </>
      )}
    </span>
  )
}

function isField(target: EventTarget): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
