import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, X } from 'lucide-react'
import { type RefObject, useMemo } from 'react'
import { observationQuery } from '../../../api/trace'
import type { ObservationDetail, SubjectScore, TraceDetail } from '../../../api/types'
import { useProjectId } from '../../../app/useProjectId'
import { SelectionComment } from '../../../comments/SelectionComment'
import { CopyButton } from '../../../components/CopyButton'
import { KindIcon } from '../../../components/KindIcon'
import { PageError, PagePending } from '../../../components/PageState'
import { TabBar } from '../../../components/TabBar'
import { t } from '../../../i18n'
import { AddToMenu } from '../AddToMenu'
import { labelOf } from '../model/label'
import { ScoreList } from '../scores/ScoreList'
import { TABS, type Tab } from '../search'
import type { Steps } from '../useSteps'
import classes from './DetailPane.module.css'
import { JsonView } from './JsonView'
import { MetadataTable } from './MetadataTable'
import { ObservationOverview } from './ObservationOverview'
import { RawEvents } from './RawEvents'
import { TraceOverview } from './TraceOverview'

interface DetailPaneProps {
  steps: Steps
  head: TraceDetail
  scores: SubjectScore[]
  /** Row of the selected step, -1 for the trace itself. */
  selected: number
  tab: Tab
  onTab: (tab: Tab) => void
  onSelect: (row: number) => void
  onClose: () => void
  /** The scrolling part, for what looks for words in it. */
  root: RefObject<HTMLDivElement | null>
  /** Somebody begins a comment on what is shown. */
  onComment: () => void
}

const LABELS: Record<Tab, string> = {
  overview: t.trace.overview,
  scores: t.detail.scores,
  metadata: t.trace.metadata,
  events: t.trace.rawEvents,
  json: t.trace.json,
}

/** Right side of the trace page: the selected step in full, or the trace as a whole. */
export function DetailPane(props: DetailPaneProps) {
  const { steps, head, scores, selected, tab: asked, onTab, onSelect, onClose, root, onComment } = props
  const { model } = steps
  const isStep = selected >= 0
  const shown = isStep
    ? scores.filter((score) => score.observationId === model.skeleton.ids[selected])
    : scores
  const tabs = TABS.filter(
    (one) =>
      (one !== 'scores' || shown.length > 0) && (one !== 'events' || head.kind !== '' || head.turnCount > 0),
  )
  // The address may ask for what this step does not have.
  const tab = tabs.includes(asked) ? asked : 'overview'
  return (
    <section className={classes.root} aria-label={t.trace.detailTabs}>
      <header className={classes.head}>
        <button type="button" className={classes.back} onClick={onClose} aria-label={t.common.back}>
          <ChevronLeft size={16} aria-hidden />
        </button>
        {isStep ? (
          <>
            <KindIcon
              kind={model.kinds[selected] ?? 'span'}
              name={model.skeleton.names[selected]}
              size={15}
            />
            <h2 className={classes.title}>{labelOf(model, selected)}</h2>
            <CopyButton value={model.skeleton.ids[selected] ?? ''} label={t.common.copyId} />
            <span className={classes.actions}>
              <AddToMenu
                subjects={[
                  {
                    traceId: model.skeleton.traceIds[selected] ?? head.id,
                    observationId: model.skeleton.ids[selected] ?? '',
                  },
                ]}
              />
            </span>
            <button
              type="button"
              className={classes.close}
              onClick={onClose}
              aria-label={t.trace.closeDetail}
              title={t.trace.closeDetail}
            >
              <X size={15} aria-hidden />
            </button>
          </>
        ) : (
          <h2 className={classes.title}>{t.trace.wholeTrace}</h2>
        )}
      </header>
      <TabBar
        label={t.trace.detailTabs}
        tabs={tabs.map((value) => ({
          value,
          label: value === 'scores' ? t.detail.scoresOf(shown.length) : LABELS[value],
        }))}
        value={tab}
        onChange={onTab}
        panel="detail-panel"
      />
      <div
        ref={root}
        className={classes.body}
        id="detail-panel"
        role="tabpanel"
        aria-label={LABELS[tab]}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel that scrolls must be reachable by keyboard
        tabIndex={0}
      >
        {tab === 'scores' ? (
          <Scores steps={steps} scores={shown} isStep={isStep} onSelect={onSelect} />
        ) : isStep ? (
          <StepBody
            key={model.skeleton.ids[selected]}
            steps={steps}
            row={selected}
            tab={tab}
            onSelect={onSelect}
            root={root}
            onComment={onComment}
          />
        ) : (
          <TraceBody
            steps={steps}
            head={head}
            tab={tab}
            onSelect={onSelect}
            root={root}
            onComment={onComment}
          />
        )}
      </div>
    </section>
  )
}

interface ScoresProps {
  steps: Steps
  scores: SubjectScore[]
  isStep: boolean
  onSelect: (row: number) => void
}

function Scores({ steps, scores, isStep, onSelect }: ScoresProps) {
  const { model } = steps
  const subjectOf = (score: SubjectScore) => {
    const row = score.observationId ? model.rowOf.get(score.observationId) : undefined
    return row === undefined
      ? { label: score.observationId || t.detail.onTrace }
      : { label: labelOf(model, row), onOpen: () => onSelect(row) }
  }
  return <ScoreList scores={scores} subjectOf={isStep ? undefined : subjectOf} />
}

interface Commenting {
  root: RefObject<HTMLDivElement | null>
  onComment: () => void
}

interface StepBodyProps extends Commenting {
  steps: Steps
  row: number
  tab: Tab
  onSelect: (row: number) => void
}

function StepBody(props: StepBodyProps) {
  const { steps, row, tab, root, onComment } = props
  const project = useProjectId()
  const { skeleton } = steps.model
  const trace = skeleton.traceIds[row] ?? skeleton.traceId
  const id = skeleton.ids[row] ?? ''
  const { data, error } = useQuery(observationQuery(project, trace, id))
  if (tab === 'events') return <RawEvents trace={trace} observation={id} />
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return (
    <>
      <LoadedStep {...props} observation={data} />
      <ObservationSelection observation={data} root={root} onComment={onComment} />
    </>
  )
}

function ObservationSelection({
  observation,
  root,
  onComment,
}: Commenting & { observation: ObservationDetail }) {
  const project = useProjectId()
  const { id, traceId, input, output, metadata } = observation
  const texts = useMemo(
    () => ({ input, output, metadata: JSON.stringify(metadata) }),
    [input, output, metadata],
  )
  const subject = useMemo(
    () => ({ objectType: 'OBSERVATION' as const, objectId: id, traceId }),
    [id, traceId],
  )
  return (
    <SelectionComment project={project} subject={subject} texts={texts} root={root} onComment={onComment} />
  )
}

function LoadedStep({
  steps,
  row,
  tab,
  observation,
  onSelect,
}: StepBodyProps & { observation: ObservationDetail }) {
  if (tab === 'metadata') return <MetadataTable metadata={observation.metadata} />
  if (tab === 'json') return <JsonView value={observation} name="observation" />
  return <ObservationOverview observation={observation} steps={steps} row={row} onSelect={onSelect} />
}

interface TraceBodyProps extends Commenting {
  steps: Steps
  head: TraceDetail
  tab: Tab
  onSelect: (row: number) => void
}

function TraceBody(props: TraceBodyProps) {
  const project = useProjectId()
  const { head, root, onComment } = props
  const { id, input, output, metadata } = head
  const texts = useMemo(
    () => ({ input, output, metadata: JSON.stringify(metadata) }),
    [input, output, metadata],
  )
  const subject = useMemo(() => ({ objectType: 'TRACE' as const, objectId: id, traceId: id }), [id])
  return (
    <>
      <LoadedTrace {...props} />
      <SelectionComment project={project} subject={subject} texts={texts} root={root} onComment={onComment} />
    </>
  )
}

function LoadedTrace({ steps, head, tab, onSelect }: TraceBodyProps) {
  if (tab === 'metadata') return <MetadataTable metadata={head.metadata} />
  if (tab === 'events') return <RawEvents trace={head.id} observation={undefined} />
  if (tab === 'json') return <JsonView value={head} name="trace" />
  return <TraceOverview head={head} steps={steps} onSelect={onSelect} />
}
