import { Skeleton as Placeholder, Splitter } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { AnnotationSubject } from '../../annotate/subject'
import { ApiError } from '../../api/client'
import { useLiveTraces } from '../../api/live'
import { skeletonQuery, traceQuery, traceScoresQuery } from '../../api/trace'
import type { Skeleton, SubjectScore, TraceDetail } from '../../api/types'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import type { FieldTexts } from '../../comments/anchor'
import { CommentPlacesContext, type PlaceDraft } from '../../comments/drafts'
import { commentSubjectOf, keyOf } from '../../comments/subject'
import { Notice } from '../../components/Notice'
import { PageError } from '../../components/PageState'
import type { Kind } from '../../design/kind'
import { t } from '../../i18n'
import { usePageKeys } from '../../shell/usePageKeys'
import { AddressedView, type TextView } from '../../text/textView'
import { DetailPane } from './detail/DetailPane'
import type { StepFilter } from './model/stepFilter'
import { StepsPane } from './StepsPane'
import { scoresBySubject } from './scores/scoreText'
import type { TraceSearch, View } from './search'
import { SidePanel } from './side/SidePanel'
import { TraceHead } from './TraceHead'
import classes from './TracePage.module.css'
import { useSteps } from './useSteps'

/** One trace: its head, its steps as tree, waterfall or transcript, and the details of the selected step. */
export function TracePage() {
  const { projectId, traceId } = useParams({ from: '/signed-in/project/$projectId/traces/$traceId' })
  const queries = useQueryClient()
  const head = useQuery(traceQuery(projectId, traceId))
  const skeleton = useQuery(skeletonQuery(projectId, traceId))
  const scores = useQuery(traceScoresQuery(projectId, traceId))
  useTitle(head.data?.name || t.traces.unnamed)

  const family = new Set([traceId, ...(head.data?.children.map((child) => child.id) ?? [])])
  useLiveTraces(projectId, (ids) => {
    if (ids.length === 0 || ids.some((id) => family.has(id))) {
      void queries.invalidateQueries({ queryKey: ['trace', projectId, traceId] })
    }
  })

  const error = head.error ?? skeleton.error
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Notice
        icon={SearchX}
        level={1}
        title={t.trace.notFoundTitle}
        text={error.hint || error.message}
        code={traceId}
      />
    )
  }
  if (error && !(head.data && skeleton.data)) return <PageError error={error} />
  if (!head.data || !skeleton.data) return <TracePlaceholder />
  return (
    <TraceView key={traceId} head={head.data} skeleton={skeleton.data} scores={scores.data ?? NO_SCORES} />
  )
}

const NO_SCORES: SubjectScore[] = []

interface TraceViewProps {
  head: TraceDetail
  skeleton: Skeleton
  scores: SubjectScore[]
}

function TraceView({ head, skeleton, scores }: TraceViewProps) {
  const search = useSearch({ from: '/signed-in/project/$projectId/traces/$traceId' })
  const navigate = useNavigate({ from: '/project/$projectId/traces/$traceId' })
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const bySubject = useMemo(() => scoresBySubject(scores, head.id), [scores, head.id])
  const filter: StepFilter = { kinds: (search.kind ?? []) as Kind[], level: search.level ?? 'DEBUG' }
  const steps = useSteps(skeleton, filter, bySubject)
  const selected = search.o ? (steps.model.rowOf.get(search.o) ?? -1) : -1
  const project = useProjectId()
  const mayScore = useMay('member')
  const view: View = search.view ?? (isPhone ? 'tree' : 'waterfall')

  const change = (part: Partial<TraceSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })
  const select = (row: number, byKey = false) => {
    steps.reveal(row)
    // Walking with the keys leaves one entry in the history, not one for each step.
    change({ o: skeleton.ids[row] }, byKey)
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `change` only navigates
  const addressed = useMemo(
    () => ({
      view: search.io,
      onView: (io: TextView) => change({ io: io === 'formatted' ? undefined : io }, true),
    }),
    [search.io],
  )

  const hasStep = selected >= 0
  const subject: AnnotationSubject =
    hasStep && search.on !== 'trace'
      ? {
          kind: 'observation',
          traceId: skeleton.traceIds[selected] ?? head.id,
          observationId: skeleton.ids[selected] ?? '',
        }
      : { kind: 'trace', traceId: head.id }
  const detailRoot = useRef<HTMLDivElement>(null)
  const [draft, setDraft] = useState<PlaceDraft>()
  const [texts, setTexts] = useState<{ key: string; texts: FieldTexts }>()
  const commentSubject = commentSubjectOf(subject)
  const shownTexts = texts?.key === keyOf(commentSubject) ? texts.texts : undefined
  const places = useMemo(
    () => ({ root: detailRoot, texts: shownTexts, setTexts, draft, setDraft }),
    [shownTexts, draft],
  )
  const toggleComments = () =>
    change({ panel: search.panel === 'comments' ? undefined : 'comments', comment: undefined }, true)
  const toggleAnnotate = () => change({ panel: search.panel === 'annotate' ? undefined : 'annotate' }, true)
  usePageKeys([
    ['a', () => mayScore && toggleAnnotate()],
    ['m', toggleComments],
  ])

  const stepsPane = (
    <StepsPane
      steps={steps}
      head={head}
      selected={selected}
      view={view}
      onView={(next) => change({ view: next })}
      filter={filter}
      onFilter={({ kinds, level }) =>
        change({ kind: kinds.length ? kinds : undefined, level: level === 'DEBUG' ? undefined : level }, true)
      }
      onSelect={select}
      onClose={() => change({ o: undefined, tab: undefined })}
    />
  )
  const detailPane = (
    <DetailPane
      steps={steps}
      head={head}
      scores={scores}
      selected={selected}
      tab={search.tab ?? 'overview'}
      root={detailRoot}
      onComment={() => change({ panel: 'comments', on: undefined, comment: undefined }, true)}
      onTab={(tab) => change({ tab: tab === 'overview' ? undefined : tab }, true)}
      onSelect={select}
      onClose={() => change({ o: undefined, tab: undefined })}
    />
  )

  return (
    <AddressedView value={addressed}>
      <CommentPlacesContext value={places}>
        <div className={classes.root}>
          <TraceHead
            head={head}
            scores={scores}
            isAnnotating={search.panel === 'annotate'}
            onAnnotate={mayScore ? toggleAnnotate : undefined}
            isCommenting={search.panel === 'comments'}
            onComments={toggleComments}
          />
          <div className={classes.main}>
            {isPhone ? (
              <div className={classes.phone}>{search.o || search.tab ? detailPane : stepsPane}</div>
            ) : (
              <Splitter className={classes.panes} lineSize={1} handleColor="var(--line)" withHandle={false}>
                <Splitter.Pane defaultSize={58} min={30}>
                  {stepsPane}
                </Splitter.Pane>
                <Splitter.Pane defaultSize={42} min={24}>
                  {detailPane}
                </Splitter.Pane>
              </Splitter>
            )}
            {search.panel && (
              <SidePanel
                project={project}
                subject={subject}
                panel={search.panel}
                onPanel={(panel) => change({ panel }, true)}
                hasStep={hasStep}
                isOnTrace={search.on === 'trace'}
                onTrace={(isOnTrace) => change({ on: isOnTrace ? 'trace' : undefined }, true)}
                onClose={() => change({ panel: undefined, on: undefined, comment: undefined }, true)}
              />
            )}
          </div>
        </div>
      </CommentPlacesContext>
    </AddressedView>
  )
}

const PLACEHOLDER_WIDTHS = [50, 37, 24, 41, 28, 45, 32, 49, 36, 23, 40, 27, 44]

function TracePlaceholder() {
  return (
    <div className={classes.placeholder} role="status" aria-label={t.common.loading}>
      <Placeholder height={20} width="40%" mb={12} />
      <Placeholder height={12} width="60%" mb={28} />
      {PLACEHOLDER_WIDTHS.map((width, index) => (
        <Placeholder key={width} height={12} width={`${width}%`} ml={(index % 4) * 16} mb={16} />
      ))}
    </div>
  )
}
