import type { ReactNode } from 'react'
import { AnnotatePanel } from '../../../annotate/AnnotatePanel'
import type { AnnotationSubject } from '../../../annotate/subject'
import { CommentCount } from '../../../comments/CommentCount'
import { SideComments } from '../../../comments/SideComments'
import { commentSubjectOf } from '../../../comments/subject'
import { t } from '../../../i18n'
import type { SidePanelId } from './panelIds'

export type { SidePanelId } from './panelIds'

export interface SideSubject {
  project: string
  subject: AnnotationSubject
}

interface SideTab {
  id: SidePanelId
  label: string
  Body: (props: SideSubject) => ReactNode
  /** Stands behind the label. */
  Mark?: (props: SideSubject) => ReactNode
}

/** The tabs of the side panel, in their order. A new one is added here, and its id in `panelIds.ts`. */
export const SIDE_PANELS: readonly [SideTab, ...SideTab[]] = [
  {
    id: 'annotate',
    label: t.annotate.title,
    Body: ({ project, subject }) => <AnnotatePanel project={project} subject={subject} autoFocus />,
  },
  {
    id: 'comments',
    label: t.comments.title,
    Body: SideComments,
    Mark: ({ project, subject }) => <CommentCount project={project} subject={commentSubjectOf(subject)} />,
  },
]
