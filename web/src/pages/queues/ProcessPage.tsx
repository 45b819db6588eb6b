import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { ChevronDown, ChevronLeft, ChevronUp, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useDrafts } from '../../annotate/useDrafts'
import { ApiError } from '../../api/client'
import { type QueueRow, queueQuery, type WorkView } from '../../api/queues'
import { scoreConfigsQuery } from '../../api/scoreConfigs'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { ButtonLink } from '../../components/ButtonLink'
import { Notice } from '../../components/Notice'
import { PageError, PagePending } from '../../components/PageState'
import { ProgressBar } from '../../components/ProgressBar'
import { t } from '../../i18n'
import classes from './Process.module.css'
import { annotated } from './prefetchSubject'
import { unsavedOf } from './unsaved'
import { useWork, type Work } from './useWork'
import { useWorkKeys } from './useWorkKeys'
import { WorkDone } from './WorkDone'
import { WorkObject } from './WorkObject'
import { WorkSide } from './WorkSide'

const ROUTE = '/signed-in/project/$projectId/annotation-queues/$queueId/process'

/** Works through a queue, item by item, by keyboard alone. */
export function ProcessPage() {
  const { projectId, queueId } = useParams({ from: ROUTE })
  const { data: queue, error } = useQuery(queueQuery(projectId, queueId))
  useTitle(queue ? t.queues.work.title(queue.name) : t.queues.title)
  if (error && !queue)
    return (
      <PageError error={error}>
        <ButtonLink
          to="/project/$projectId/annotation-queues"
          params={{ projectId: projectId }}
          variant="default"
        >
          {t.queues.work.toQueues}
        </ButtonLink>
      </PageError>
    )
  if (!queue) return <PagePending />
  return <Process key={queue.id} project={projectId} queue={queue} />
}

function Process({ project, queue }: { project: string; queue: QueueRow }) {
  const { item: named = '' } = useSearch({ from: ROUTE })
  const mayWork = useMay('member')
  const queries = useQueryClient()
  const drafts = useDrafts()
  const work = useWork({ project, queue: queue.id, item: named, mayWork })
  const { view } = work
  const item = view?.item ?? null
  const [problem, setProblem] = useState('')
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item has other problems
  useEffect(() => setProblem(''), [item?.id])

  // Between a view and its address, keys would go on from a place that is not there yet.
  const isShown = item !== null && item.id === named
  const isHeld = item?.lock !== null && item?.lock?.isMine === false
  const mayComplete = mayWork && item?.status === 'PENDING' && !isHeld && item.subject.exists

  const complete = () => {
    if (!isShown || !mayWork || work.complete.isPending) return
    const subject = annotated(item.subject)
    const configs = queries.getQueryData(scoreConfigsQuery(project).queryKey) ?? []
    const unsaved = subject ? unsavedOf(drafts, project, subject, configs) : []
    if (unsaved.length > 0) {
      setProblem(t.queues.work.unsaved(unsaved.map((config) => config.name).join(', ')))
      return
    }
    setProblem('')
    if (mayComplete) work.complete.mutate()
    else if (!work.next.isPending) work.next.mutate()
  }
  const undo = () => work.last && !work.undo.isPending && work.undo.mutate(work.last)
  useWorkKeys({
    complete,
    skip: () => isShown && item.status === 'PENDING' && mayWork && !work.skip.isPending && work.skip.mutate(),
    previous: () => isShown && work.walk(view?.previousId),
    next: () => isShown && work.walk(view?.nextId),
    undo,
  })

  const failed = [
    work.complete,
    work.next,
    work.skip,
    work.undo,
    work.hold,
    work.reopen,
    work.remove,
    work.again,
  ]
    .map((deed) => deed.error)
    .find((error) => error !== null)
  const told =
    problem || (failed instanceof ApiError ? `${failed.message} ${failed.hint}` : (failed?.message ?? ''))

  return (
    <div className={classes.root}>
      <Head
        project={project}
        queue={queue}
        view={isShown || !item ? view : undefined}
        work={work}
        mayWork={mayWork}
      />
      {work.error && !view ? (
        work.error instanceof ApiError && work.error.status === 404 ? (
          <Notice icon={SearchX} title={t.queues.work.itemGone} text={t.queues.work.itemGoneText}>
            <ButtonLink
              to="/project/$projectId/annotation-queues/$queueId/process"
              params={{ projectId: project, queueId: queue.id }}
              search={{}}
              preload={false}
              variant="default"
            >
              {t.queues.work.nextPending}
            </ButtonLink>
          </Notice>
        ) : (
          <PageError error={work.error} />
        )
      ) : !view || (item && !isShown) ? (
        <PagePending />
      ) : !item ? (
        <WorkDone project={project} queue={queue} work={work} onUndo={undo} />
      ) : (
        <div className={classes.main}>
          <WorkObject project={project} subject={item.subject} work={work} mayWork={mayWork} />
          <WorkSide
            project={project}
            queue={queue}
            item={item}
            work={work}
            mayWork={mayWork}
            mayComplete={mayComplete}
            problem={told}
            onComplete={complete}
            onUndo={undo}
          />
        </div>
      )}
    </div>
  )
}

interface HeadProps {
  project: string
  queue: QueueRow
  view: WorkView | undefined
  work: Work
  mayWork: boolean
}

function Head({ project, queue, view, work, mayWork }: HeadProps) {
  const texts = t.queues.work
  const { completed, total } = view?.progress ?? queue.progress
  return (
    <header className={classes.head}>
      <Link
        to="/project/$projectId/annotation-queues/$queueId"
        params={{ projectId: project, queueId: queue.id }}
        search={{}}
        className={classes.iconLink}
        aria-label={texts.back}
      >
        <ChevronLeft size={16} aria-hidden />
      </Link>
      <h1 className={classes.title}>{queue.name}</h1>
      <div className={classes.progress}>
        <span className={classes.barWide}>
          <ProgressBar
            label={t.queues.progress(completed, total)}
            value={completed}
            max={total}
            width={140}
          />
        </span>
        <span>{t.queues.progress(completed, total)}</span>
        {view && view.progress.skipped > 0 && view.item && mayWork && (
          <button
            type="button"
            className={classes.skipped}
            title={texts.offerAgain}
            disabled={work.again.isPending}
            onClick={() => work.again.mutate()}
          >
            {texts.skipped(view.progress.skipped)}
          </button>
        )}
        {view?.item && (
          <span className={classes.walk}>
            <button
              type="button"
              className={classes.iconLink}
              aria-label={texts.previous}
              title={texts.previous}
              disabled={!view.previousId}
              onClick={() => work.walk(view.previousId)}
            >
              <ChevronUp size={16} aria-hidden />
            </button>
            <button
              type="button"
              className={classes.iconLink}
              aria-label={texts.next}
              title={texts.next}
              disabled={!view.nextId}
              onClick={() => work.walk(view.nextId)}
            >
              <ChevronDown size={16} aria-hidden />
            </button>
            {texts.position(view.position, view.progress.total)}
          </span>
        )}
      </div>
    </header>
  )
}
