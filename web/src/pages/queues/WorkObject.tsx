import { Button } from '@mantine/core'
import { Ghost, SquareArrowOutUpRight } from 'lucide-react'
import type { SubjectLine } from '../../api/queues'
import { Badge } from '../../components/Badge'
import { CopyButton } from '../../components/CopyButton'
import { Notice } from '../../components/Notice'
import { RelativeTime } from '../../components/RelativeTime'
import { t } from '../../i18n'
import { nameOf, ObjectLink } from './ObjectLink'
import classes from './Process.module.css'
import { SessionSubject } from './SessionSubject'
import { TraceSubject } from './TraceSubject'
import type { Work } from './useWork'

interface WorkObjectProps {
  project: string
  subject: SubjectLine
  work: Work
  mayWork: boolean
}

/** Left side of the work mode: what is to be judged. */
export function WorkObject({ project, subject, work, mayWork }: WorkObjectProps) {
  const texts = t.queues.work
  const type = t.queues.types[subject.objectType]
  if (!subject.exists) {
    return (
      <section className={classes.object} aria-label={type}>
        <Notice icon={Ghost} title={texts.goneTitle(type)} text={texts.goneText} code={subject.objectId}>
          {mayWork && (
            <Button variant="default" loading={work.remove.isPending} onClick={() => work.remove.mutate()}>
              {texts.removeItem}
            </Button>
          )}
        </Notice>
      </section>
    )
  }
  return (
    <section className={classes.object} aria-label={type}>
      <header className={classes.objectHead}>
        <Badge>{type}</Badge>
        <h2 title={nameOf(subject)}>{nameOf(subject)}</h2>
        <CopyButton value={subject.objectId} label={t.common.copyId} />
        {subject.time && <RelativeTime time={subject.time} />}
        <ObjectLink project={project} subject={subject} className={classes.open}>
          {texts.open} <SquareArrowOutUpRight size={12} aria-hidden />
        </ObjectLink>
      </header>
      {subject.objectType === 'SESSION' ? (
        <SessionSubject key={subject.objectId} project={project} session={subject.objectId} />
      ) : (
        <TraceSubject
          key={`${subject.traceId} ${subject.objectId}`}
          project={project}
          trace={subject.traceId}
          observation={subject.objectType === 'OBSERVATION' ? subject.objectId : undefined}
        />
      )}
    </section>
  )
}
