import { useQuery } from '@tanstack/react-query'
import { ChevronLeft } from 'lucide-react'
import { useMemo, useState } from 'react'
import { observationQuery, skeletonQuery, traceQuery } from '../../api/trace'
import type { Skeleton, SubjectScore, TraceDetail } from '../../api/types'
import { PageError, PagePending } from '../../components/PageState'
import { TabBar } from '../../components/TabBar'
import { CorrectionBlock } from '../../corrections/CorrectionBlock'
import { t } from '../../i18n'
import { MediaList } from '../../media/MediaList'
import { mediaIn } from '../../media/reference'
import { IoBlocks } from '../../text/IoBlocks'
import { ObservationOverview } from '../trace/detail/ObservationOverview'
import { TraceOverview } from '../trace/detail/TraceOverview'
import { labelOf } from '../trace/model/label'
import type { StepFilter } from '../trace/model/stepFilter'
import { Transcript } from '../trace/Transcript'
import { type Steps, useSteps } from '../trace/useSteps'
import classes from './Subject.module.css'

const EVERYTHING: StepFilter = { kinds: [], level: 'DEBUG' }
const NO_SCORES: ReadonlyMap<string, SubjectScore[]> = new Map()

interface TraceSubjectProps {
  project: string
  trace: string
  /** The observation that is judged; the whole trace without it. */
  observation?: string
}

/** A trace, or one observation of it, as somebody reads it who is to judge it. */
export function TraceSubject({ project, trace, observation }: TraceSubjectProps) {
  const head = useQuery(traceQuery(project, trace))
  const skeleton = useQuery(skeletonQuery(project, trace))
  const error = head.error ?? skeleton.error
  if (error && !(head.data && skeleton.data)) return <PageError error={error} />
  if (!head.data || !skeleton.data) return <PagePending />
  return <Loaded head={head.data} skeleton={skeleton.data} observation={observation} project={project} />
}

interface LoadedProps {
  project: string
  head: TraceDetail
  skeleton: Skeleton
  observation: string | undefined
}

function Loaded({ project, head, skeleton, observation }: LoadedProps) {
  const steps = useSteps(skeleton, EVERYTHING, NO_SCORES)
  const judged = observation === undefined ? -1 : (steps.model.rowOf.get(observation) ?? -1)
  const [selected, setSelected] = useState(judged)
  if (judged >= 0) {
    return (
      <div className={classes.scroll}>
        <Back selected={selected} first={judged} steps={steps} onSelect={setSelected} />
        <Step project={project} steps={steps} row={selected} onSelect={setSelected} />
      </div>
    )
  }
  return <WholeTrace project={project} head={head} steps={steps} />
}

/** The whole trace: what was said in it, and its figures; a step opens in the place of these. */
function WholeTrace({ project, head, steps }: { project: string; head: TraceDetail; steps: Steps }) {
  const [tab, setTab] = useState<'conversation' | 'details'>('conversation')
  const [selected, setSelected] = useState(-1)
  const turns = useMemo(() => steps.model.kinds.filter((kind) => kind === 'turn').length, [steps.model])
  const select = (row: number) => {
    setSelected(row)
    setTab('details')
  }
  const hasOwnTexts = turns <= 1 && Boolean(head.input || head.output)
  return (
    <div className={classes.tabbed}>
      <TabBar
        label={t.queues.work.conversation}
        tabs={[
          {
            value: 'conversation',
            label: turns > 1 ? t.queues.work.conversation : t.queues.work.inputOutput,
          },
          { value: 'details', label: t.queues.work.details },
        ]}
        value={tab}
        onChange={setTab}
        panel="work-subject"
      />
      <div className={classes.panel} id="work-subject" role="tabpanel">
        {tab === 'conversation' && !hasOwnTexts && (
          <Transcript steps={steps} head={head} selected={selected} onSelect={select} />
        )}
        {tab === 'conversation' && hasOwnTexts && <Texts head={head} />}
        {tab === 'details' && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          <div className={classes.scroll} tabIndex={0} role="region" aria-label={t.queues.work.details}>
            <Back selected={selected} first={-1} steps={steps} onSelect={setSelected} />
            {selected < 0 ? (
              <TraceOverview head={head} steps={steps} onSelect={setSelected} />
            ) : (
              <Step project={project} steps={steps} row={selected} onSelect={setSelected} />
            )}
          </div>
        )}
      </div>
    </div>
  )
}

function Texts({ head }: { head: TraceDetail }) {
  const mentioned = useMemo(
    () => [...mediaIn(head.input), ...mediaIn(head.output)].map((file) => file.mediaId),
    [head.input, head.output],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={classes.texts} tabIndex={0} role="region" aria-label={t.queues.work.inputOutput}>
      <IoBlocks
        texts={[
          { label: t.trace.input, text: head.input },
          { label: t.trace.output, text: head.output },
        ]}
      />
      <CorrectionBlock traceId={head.id} observationId="" output={head.output} />
      <MediaList trace={head.id} without={mentioned} />
    </div>
  )
}

interface BackProps {
  selected: number
  first: number
  steps: Steps
  onSelect: (row: number) => void
}

/** The way back from a step that was looked at. */
function Back({ selected, first, steps, onSelect }: BackProps) {
  if (selected === first) return null
  return (
    <div className={classes.back}>
      <button type="button" onClick={() => onSelect(first)}>
        <ChevronLeft size={14} aria-hidden />
        {first < 0 ? t.queues.work.backToTrace : labelOf(steps.model, first)}
      </button>
      <b>{labelOf(steps.model, selected)}</b>
    </div>
  )
}

interface StepProps {
  project: string
  steps: Steps
  row: number
  onSelect: (row: number) => void
}

function Step({ project, steps, row, onSelect }: StepProps) {
  const { skeleton } = steps.model
  const id = skeleton.ids[row] ?? ''
  const { data, error } = useQuery(observationQuery(project, skeleton.traceIds[row] ?? skeleton.traceId, id))
  if (error && !data) return <PageError error={error} />
  if (!data) return <PagePending />
  return <ObservationOverview observation={data} steps={steps} row={row} onSelect={onSelect} />
}
