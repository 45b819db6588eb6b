import { useQuery } from '@tanstack/react-query'
import { ClipboardCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { meQuery } from '../api/account'
import { subjectScoresQuery } from '../api/annotations'
import { type ScoreConfig, scoreConfigsQuery } from '../api/scoreConfigs'
import type { SubjectScore } from '../api/types'
import { useMay } from '../app/useRole'
import { ButtonLink } from '../components/ButtonLink'
import { Notice } from '../components/Notice'
import { PageError, PagePending } from '../components/PageState'
import { t } from '../i18n'
import classes from './AnnotatePanel.module.css'
import { ConfigMenu } from './ConfigMenu'
import { ConfigRow } from './ConfigRow'
import { isOwn } from './ownScores'
import { type AnnotationSubject, idsOf, isOn } from './subject'
import { usePanelSettings } from './usePanelSettings'
import { useStrayKeys } from './useStrayKeys'

interface AnnotatePanelProps {
  project: string
  subject: AnnotationSubject
  /** These configs in this order, as a queue asks for them; without them the user chooses. */
  configIds?: readonly string[]
  /** The queue in which the scores are given. */
  queueId?: string
  /** Puts the focus on the first score. */
  autoFocus?: boolean
  /** Something was saved. */
  onSaved?: () => void
  /** A key went on from the last score; with it, a value that is chosen by a key leads to the next score. */
  onEnd?: () => void
}

/** The scores of the user for one subject, by the project's score configs; worked by keyboard alone, saved by itself. */
export function AnnotatePanel({
  project,
  subject,
  configIds,
  queueId,
  autoFocus = false,
  onSaved,
  onEnd,
}: AnnotatePanelProps) {
  const me = useQuery(meQuery).data?.id ?? ''
  const mayScore = useMay('member')
  const configs = useQuery(scoreConfigsQuery(project))
  const scores = useQuery(subjectScoresQuery(project, subject))
  const settings = usePanelSettings(project)
  const root = useRef<HTMLDivElement>(null)
  const subjectKey = JSON.stringify(idsOf(subject))
  const isReady = configs.data !== undefined && scores.data !== undefined

  useStrayKeys(root, onEnd !== undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new subject takes the focus anew
  useEffect(() => {
    if (autoFocus && isReady) controlsIn(root.current)[0]?.focus()
  }, [autoFocus, isReady, subjectKey])

  const error = configs.error ?? scores.error
  if (error && !isReady) return <PageError error={error} />
  if (!configs.data || !scores.data) return <PagePending />

  const here = scores.data.filter((score) => isOn(score, subject))
  const own = new Map(here.flatMap((score) => (isOwn(score, me) ? [[score.configId, score] as const] : [])))
  const isChosen = configIds !== undefined
  const open = isChosen
    ? configIds.flatMap((id) => configs.data.filter((config) => config.id === id))
    : configs.data.filter((config) => !config.isArchived || own.has(config.id))
  const shown = isChosen ? open : open.filter((config) => !settings.hidden.includes(config.id))

  if (open.length === 0) {
    return (
      <Notice icon={ClipboardCheck} title={t.annotate.emptyTitle} text={t.annotate.empty}>
        {mayScore && (
          <ButtonLink to="/project/$projectId/settings/scores" params={{ projectId: project }} search={{}}>
            {t.annotate.create}
          </ButtonLink>
        )}
      </Notice>
    )
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that go through the controls in it
    <div
      ref={root}
      className={classes.root}
      onKeyDown={(event) => walk(event, root.current, onEnd)}
      data-own-keys
    >
      <div className={classes.bar}>
        <p className={classes.keys}>{mayScore ? t.annotate.keys : t.annotate.viewerHelp}</p>
        <ConfigMenu
          project={project}
          configs={isChosen ? [] : open}
          hidden={settings.hidden}
          onToggle={settings.toggle}
          others={settings.others}
          onOthers={settings.setOthers}
          goesOn={onEnd && settings.goesOn}
          onGoesOn={settings.setGoesOn}
        />
      </div>
      {shown.length === 0 && <p className={classes.none}>{t.annotate.noneShown}</p>}
      {shown.map((config) => (
        <ConfigRow
          key={`${config.id} ${subjectKey}`}
          project={project}
          subject={subject}
          config={config}
          queueId={queueId}
          own={own.get(config.id)}
          others={settings.others ? othersOf(here, config, me) : NONE}
          isDisabled={!mayScore}
          onSaved={onSaved}
          onKeyed={onEnd && settings.goesOn ? (from) => step(from, 1, root.current, onEnd) : undefined}
        />
      ))}
    </div>
  )
}

const NONE: SubjectScore[] = []

/** What others gave by this config, and evaluators and programs under its name. */
function othersOf(scores: SubjectScore[], config: ScoreConfig, me: string): SubjectScore[] {
  return scores.filter(
    (score) =>
      !isOwn(score, me) &&
      (score.configId
        ? score.configId === config.id
        : score.name === config.name && score.dataType === config.dataType),
  )
}

function controlsIn(root: HTMLElement | null): HTMLElement[] {
  return Array.from(root?.querySelectorAll<HTMLElement>('[data-row-control]:not(:disabled)') ?? [])
}

/** The focus on the score that lies `by` further on; behind the last one, `onEnd`. */
function step(from: HTMLElement, by: number, root: HTMLElement | null, onEnd?: () => void): void {
  const controls = controlsIn(root)
  const row = from.closest('[data-row]')
  const at = controls.findIndex((control) => row?.contains(control))
  if (at + by < controls.length) controls[at + by]?.focus()
  else onEnd?.()
}

/** Up and down go from score to score; Enter goes on when the value stands. */
function walk(event: React.KeyboardEvent<HTMLElement>, root: HTMLElement | null, onEnd?: () => void): void {
  const target = event.target as HTMLElement
  if (event.metaKey || event.ctrlKey || event.altKey || !target.closest('[data-row]')) return
  if (event.defaultPrevented) return
  // Letters of the page, such as `e` for the next error, must not act on a slip; those with Shift go on to other traces.
  if (event.key.length === 1 && !event.shiftKey) event.stopPropagation()
  const isText = target.tagName === 'TEXTAREA' || target.getAttribute('type') === 'range'
  const goesOn =
    event.key === 'Enter' && (target.tagName === 'INPUT' || target.getAttribute('aria-checked') === 'true')
  const by = event.key === 'ArrowDown' || goesOn ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (by === 0 || isText) return
  event.preventDefault()
  event.stopPropagation()
  step(target, by, root, goesOn ? onEnd : undefined)
}
