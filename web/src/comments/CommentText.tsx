import type { ReactNode } from 'react'
import { showReordering } from '../text/bidi'
import Markdown, { SafeLink } from '../text/Markdown'
import classes from './CommentText.module.css'
import { MENTION, mentionLinks } from './mentions'

/** The Markdown of a comment, with mentions that stand out. */
export default function CommentText({ content }: { content: string }) {
  return (
    <div className={classes.root}>
      <Markdown text={mentionLinks(showReordering(content))} link={CommentLink} />
    </div>
  )
}

function CommentLink({ href, children }: { href?: string; children?: ReactNode }) {
  if (href === MENTION) return <span className={classes.mention}>{children}</span>
  return <SafeLink href={href}>{children}</SafeLink>
}
