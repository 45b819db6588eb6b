import { Button } from '@mantine/core'
import { MessageSquare } from 'lucide-react'
import type { CommentSubject } from '../api/comments'
import { t } from '../i18n'
import { CommentCount } from './CommentCount'

interface CommentsButtonProps {
  project: string
  subject: CommentSubject
  isOpen: boolean
  onToggle: () => void
}

/** Opens and closes the comments beside a trace or session, and says how many there are. */
export function CommentsButton({ project, subject, isOpen, onToggle }: CommentsButtonProps) {
  return (
    <Button
      variant="default"
      size="compact-xs"
      leftSection={<MessageSquare size={14} aria-hidden />}
      aria-pressed={isOpen}
      title={`${t.comments.title}  M`}
      onClick={onToggle}
    >
      {t.comments.title}
      <CommentCount project={project} subject={subject} />
    </Button>
  )
}
