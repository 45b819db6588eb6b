import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight, CircleCheck } from 'lucide-react'
import { issuesQuery } from '../../api/ingestion'
import type { IngestIssue } from '../../api/types'
import { Badge } from '../../components/Badge'
import { Code } from '../../components/Code'
import { Facts } from '../../components/Facts'
import { Notice } from '../../components/Notice'
import { PageError, PagePending } from '../../components/PageState'
import { RelativeTime } from '../../components/RelativeTime'
import { t } from '../../i18n'
import page from './IngestionPage.module.css'
import classes from './Problems.module.css'
import { KINDS } from './search'

const TONES: Record<string, 'error' | 'warn' | 'quiet'> = {
  refused: 'error',
  undecodable: 'error',
  dead_letter: 'error',
  rejected_record: 'warn',
  unknown_event: 'quiet',
  advice: 'quiet',
}

interface ProblemsProps {
  project: string
  range: string
  kind: string | undefined
  onKind: (kind: string | undefined) => void
}

/** What was refused, could not be read, or is not known, newest first, with what to do about it. */
export function Problems({ project, range, kind, onKind }: ProblemsProps) {
  const query = useInfiniteQuery(issuesQuery(project, range, kind))
  const issues = query.data?.pages.flatMap((one) => one.items) ?? []
  return (
    <section className={page.panel}>
      <div className={classes.head}>
        <h2 className={page.title}>{t.ingestion.problems}</h2>
        <div className={classes.kinds} role="group" aria-label={t.ingestion.kindFilter}>
          <button type="button" aria-pressed={kind === undefined} onClick={() => onKind(undefined)}>
            {t.common.all}
          </button>
          {KINDS.map((one) => (
            <button key={one} type="button" aria-pressed={kind === one} onClick={() => onKind(one)}>
              {t.ingestion.kinds[one]}
            </button>
          ))}
        </div>
      </div>
      {query.error && !query.data ? (
        <PageError error={query.error} />
      ) : query.isPending ? (
        <PagePending />
      ) : issues.length === 0 ? (
        <Notice icon={CircleCheck} title={t.ingestion.problemsEmptyTitle} text={t.ingestion.problemsEmpty} />
      ) : (
        issues.map((issue) => (
          <Issue key={`${issue.requestId}-${issue.time}-${issue.name}-${issue.kind}`} issue={issue} />
        ))
      )}
      {query.hasNextPage && (
        <Button
          variant="default"
          mt={12}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t.common.loadMore}
        </Button>
      )}
    </section>
  )
}

function Issue({ issue }: { issue: IngestIssue }) {
  return (
    <details className={classes.issue}>
      <summary className={classes.line}>
        <ChevronRight size={13} aria-hidden className={classes.chevron} />
        <span className={classes.kind}>
          <Badge tone={TONES[issue.kind] ?? 'quiet'}>{t.ingestion.kinds[issue.kind] ?? issue.kind}</Badge>
        </span>
        <span className={classes.reason}>
          {issue.name && <code>{issue.name}</code>} {issue.reason}
        </span>
        {issue.repeats > 1 && <span className={classes.repeats}>{t.ingestion.repeats(issue.repeats)}</span>}
        <span className={classes.time}>
          <RelativeTime time={issue.time} />
        </span>
      </summary>
      <div className={classes.body}>
        {issue.hint && (
          <p className={classes.hint}>
            <b>{t.ingestion.hint}</b> {issue.hint}
          </p>
        )}
        <Facts
          items={[
            [t.ingestion.from, issue.address],
            [t.ingestion.request, issue.path],
            [t.trace.status, issue.status > 0 && String(issue.status)],
            [t.ingestion.columns.signal, issue.signal],
            [t.ingestion.columns.client, issue.userAgent],
            [t.ingestion.requestId, issue.requestId],
          ]}
        />
        {issue.sample && <Code text={issue.sample} title={t.ingestion.sample} wrap />}
      </div>
    </details>
  )
}
