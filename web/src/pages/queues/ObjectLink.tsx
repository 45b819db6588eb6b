import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SubjectLine } from '../../api/queues'

interface ObjectLinkProps {
  project: string
  subject: SubjectLine
  className?: string
  label?: string
  children: ReactNode
}

/** Leads to a trace, to an observation in its trace, or to a session; opens beside the work. */
export function ObjectLink({ project, subject, className, label, children }: ObjectLinkProps) {
  const shared = { className, target: '_blank', 'aria-label': label, title: label }
  if (subject.objectType === 'SESSION') {
    return (
      <Link
        to="/project/$projectId/sessions/$sessionId"
        params={{ projectId: project, sessionId: subject.objectId }}
        {...shared}
      >
        {children}
      </Link>
    )
  }
  const isStep = subject.objectType === 'OBSERVATION'
  return (
    <Link
      to="/project/$projectId/traces/$traceId"
      params={{ projectId: project, traceId: subject.traceId || subject.objectId }}
      search={isStep ? { o: subject.objectId } : {}}
      {...shared}
    >
      {children}
    </Link>
  )
}

/** What an object is called; its id where it has no name. */
export function nameOf(subject: SubjectLine): string {
  return subject.name || subject.objectId
}
